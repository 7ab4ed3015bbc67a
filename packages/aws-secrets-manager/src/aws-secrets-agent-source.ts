import type { ReadContext, Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, readVariable, sourceFailure } from "@client-secrets/source-kit"
import { askAgent } from "./ask-agent.ts"
import { findAgentToken } from "./find-agent-token.ts"
import { meaningOf } from "./meaning-of.ts"
import { secretDocument } from "./secret-document.ts"
import { checkSecretId, hintOf } from "./secret-id.ts"

/** Options of `awsSecretsAgentSource`. */
export interface AwsSecretsAgentSourceOptions {
  /** @default `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT`, else 2773 */
  readonly port?: number | undefined
  /** @default none: AWS then reads `AWSCURRENT` */
  readonly versionStage?: string | undefined
  /** @default none */
  readonly versionId?: string | undefined
}

/** GetSecretValue's answer, as the agent passes it on: with the names of AWS's JSON protocol. */
interface AgentAnswer {
  readonly SecretString?: string
  readonly SecretBinary?: string
  readonly VersionId?: string
  readonly __type?: unknown
}

/**
 * Reads the client file through the AWS Parameters and Secrets Lambda extension or the AWS Secrets Manager agent,
 * which listen on loopback; without the SDK.
 *
 * Does not cache, retry or validate: hand it to `createLoader` or `loadClientSecrets`. The agent caches too (300 s by
 * default): a forced refresh passes the agent's cache by `refreshNow`; the extension knows no such parameter.
 *
 * The agent's token is `AWS_TOKEN` (a text, or `file:///path`), else `AWS_SESSION_TOKEN` on Lambda alone, else
 * `AWS_CONTAINER_AUTHORIZATION_TOKEN`, else the file `/var/run/awssmatoken`. Elsewhere whatever listens on the port would
 * get the session's credentials: to send that token all the same, set `AWS_TOKEN` to it.
 *
 * `read` gives `undefined` where there is no such secret. It rejects with `denied`, `revoked` (marked for deletion),
 * `not_found` (no such version of it), `throttled`, `timeout` (the agent's own), `unavailable` (also: no agent came up
 * within two seconds), `too_large`, `redirected`, and `unsupported` (no token, a bad port, a runtime without `node:net`).
 * An agent that hangs is waited for until the signal ends, which the loader's does after 5 s.
 *
 * @param secretId the secret's name or ARN
 * @throws {TypeError} for an id or an option that cannot be meant
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 * @see https://github.com/aws/aws-secretsmanager-agent
 */
export function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source {
  checkSecretId(secretId)
  const { port: ownPort, versionStage, versionId } = ownOptions(options)

  async function read({ signal, force }: ReadContext = {}): Promise<SourceDocument | undefined> {
    // By way of JSON, which leaves out what is not set.
    const query = new URLSearchParams(
      JSON.parse(JSON.stringify({ secretId, versionStage, versionId, refreshNow: force || undefined })),
    )
    const port = `${ownPort ?? (readVariable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") || 2773)}`
    if (!/^[1-9]\d{0,4}$/.test(port) || +port > 65535) {
      throw sourceFailure("unsupported", "A port is 1 to 65535.")
    }
    // HTTP/1.0: the answer is not chunked, and ends with the connection (RFC 9112 section 6.3). None is kept: one from before
    // Lambda froze the process is dead. Neither the query, which is encoded, nor the token can hold the end of a line.
    const request = `GET /secretsmanager/get?${query} HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nX-Aws-Parameters-Secrets-Token: ${findAgentToken()}\r\n\r\n`
    // An agent may take two seconds to come up: on Lambda it starts beside the function.
    for (let left = 20; ; left--) {
      const answer = await askAgent(+port, request, signal)
      // The extension's plain text, with status 400, before it is up.
      const [, status, body = ""] = /^HTTP\/1.. (\d+).*?\r\n\r\n(?!not ready)(.*)/s.exec(answer) ?? []
      if (status) return documentOf(status, body)
      if (!left) throw sourceFailure("unavailable", "No agent answers.", true)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  // Unless it has the shape of the secret itself. Without the flag i, which takes longer to compile than all other patterns here.
  const id = /GOCSPX|[A-Za-z\d]{20}/.test(secretId) ? "…" : secretId
  return { name: `AWS secrets agent (${id})`, hint: () => hintOf(secretId), read }
}

function documentOf(status: string, text: string): SourceDocument | undefined {
  let answer: AgentAnswer | undefined
  try {
    answer = ownOptions<AgentAnswer>(JSON.parse(text))
    if (status === "200") {
      const value = answer.SecretString ?? Uint8Array.from(atob(answer.SecretBinary!), byte => byte.charCodeAt(0))
      return secretDocument(value, answer.VersionId)
    }
  } catch {
    // The engine's text quotes the answer; what is not JSON is told by its status.
  }
  const [, code, transient] = meaningOf(answer?.__type, text, status)
  if (code) throw sourceFailure(code, `The agent answered ${status}.`, transient)
  return undefined
}
