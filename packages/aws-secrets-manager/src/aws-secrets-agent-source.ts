import type { ReadContext, Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, readVariable, sourceFailure } from "@client-secrets/source-kit"
import { builtinModule } from "./builtin-module.ts"
import { findAgentToken } from "./find-agent-token.ts"
import { meaningOf } from "./meaning-of.ts"
import { secretDocument } from "./secret-document.ts"
import { checkSecretId, hintOf } from "./secret-id.ts"

export interface AwsSecretsAgentSourceOptions {
  /** @default `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT`, else 2773 */
  readonly port?: number
  /** @default none: AWS then reads `AWSCURRENT` */
  readonly versionStage?: string
  /** @default none */
  readonly versionId?: string
}

/** GetSecretValue's answer, as the agent passes it on: with the names of AWS's JSON protocol. */
interface AgentAnswer {
  readonly SecretString?: string
  readonly SecretBinary?: string
  readonly VersionId?: string
  readonly __type?: unknown
}

/** The part of `node:http` that is used here. */
interface HttpModule {
  readonly Agent: new (options: { readonly proxyEnv: object }) => object
  get(
    request: object,
    onResponse: (response: AgentResponse) => void,
  ): { on(event: "error", listener: () => void): void }
}
interface AgentResponse {
  readonly statusCode: number
  setEncoding(encoding: "utf8"): AsyncIterable<string>
}

/** A secret has at most 65,536 bytes; JSON can make six characters of one. */
const maxLength = 5e5

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
 * within two seconds), `too_large`, `redirected`, and `unsupported` (no token, a bad port, a runtime without `node:http`).
 * An agent that hangs is waited for until the signal ends, which the loader's does after 5 s.
 *
 * @param secretId the secret's name or ARN
 * @throws {TypeError} for an id or an option that cannot be meant
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 * @see https://github.com/aws/aws-secretsmanager-agent
 */
export function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source {
  checkSecretId(secretId)
  const { port, versionStage, versionId } = ownOptions(options)

  async function read({ signal, force }: ReadContext = {}): Promise<SourceDocument | undefined> {
    // Not `fetch`: on three runtimes it shows the token to a proxy that the environment names.
    const http = builtinModule<HttpModule>("node:http")
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ secretId, versionStage, versionId, refreshNow: force })) {
      if (value) query.set(name, value as string)
    }
    const request = {
      // Not `localhost`, which may be another address, where somebody else listens.
      host: "127.0.0.1",
      port: checkPort(port ?? (readVariable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") || 2773)),
      path: `/secretsmanager/get?${query}`,
      headers: { "X-Aws-Parameters-Secrets-Token": findAgentToken() },
      // Without the environment's proxies, which Deno would ask all the same. And nothing is kept alive: a connection
      // from before Lambda froze the process is dead.
      agent: new http.Agent({ proxyEnv: {} }),
      signal,
    } as const
    // An agent may take two seconds to come up: on Lambda it starts beside the function.
    for (let left = 20; ; left--) {
      let text = ""
      let status = 0
      try {
        const response = await new Promise<AgentResponse>((resolve, reject) => {
          http.get(request, resolve).on("error", reject)
        })
        for await (const chunk of response.setEncoding("utf8")) {
          text += chunk
          // Leaving the loop also ends the transfer.
          if (text.length > maxLength) break
        }
        // The extension's plain text, with status 400, before it is up.
        if (!text.startsWith("not ready")) status = response.statusCode
      } catch {
        // Not listening yet, or gone while it answered: asked again, like one that is not ready.
      }
      if (signal?.aborted) throw signal.reason
      if (status) return documentOf(status, text)
      if (!left) throw sourceFailure("unavailable", "No agent answers.", true)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  // Unless it has the shape of the secret itself.
  const id = /GOCSPX|[a-z\d]{20}/i.test(secretId) ? "…" : secretId
  return { name: `AWS secrets agent (${id})`, hint: () => hintOf(secretId), read }
}

function documentOf(status: number, text: string): SourceDocument | undefined {
  if (text.length > maxLength) throw sourceFailure("too_large", "The agent's answer is too long.")
  let answer: AgentAnswer = {}
  try {
    answer = Object(JSON.parse(text))
    const { SecretString, SecretBinary, VersionId } = answer
    if (status === 200) {
      return secretDocument(SecretString ?? Uint8Array.from(atob(SecretBinary!), byte => byte.charCodeAt(0)), VersionId)
    }
  } catch {
    // The engine's text quotes the answer; what is not JSON is told by its status.
  }
  const meaning = meaningOf(answer.__type, text, status)
  if (meaning === undefined) return undefined
  const [, code, transient] = meaning
  throw sourceFailure(code, `The agent answered HTTP ${status} (${code}).`, transient)
}

function checkPort(port: string | number): string {
  if (/^[1-9]\d{0,4}$/.test(`${port}`) && Number(port) < 65536) return `${port}`
  throw sourceFailure("unsupported", "The agent's port must be 1 to 65535.")
}
