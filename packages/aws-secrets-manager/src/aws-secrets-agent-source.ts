import type { ReadContext, Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, sourceFailure } from "@client-secrets/source-kit"
import { findAgentToken } from "./agent-token.ts"
import { meaningOf } from "./aws-error.ts"
import { checkSecretId } from "./check-secret-id.ts"
import { type Environment, variableReader } from "./environment.ts"
import { refuseProxy } from "./refuse-proxy.ts"
import { secretDocument } from "./secret-document.ts"

/** The part of `fetch`'s second argument that is used here. */
export interface AgentFetchInit {
  readonly headers: Record<string, string>
  readonly redirect: "manual"
  readonly signal: AbortSignal
  readonly proxy: false
}

/** The part of `Response` that is used here. */
export interface AgentResponse {
  readonly status: number
  /** A stream of bytes, as an async iterable. */
  readonly body: unknown
}

export type AgentFetch = (url: string, init: AgentFetchInit) => Promise<AgentResponse>

export interface AwsSecretsAgentSourceOptions {
  /** @default `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT`, else 2773 */
  readonly port?: number
  /** @default none: AWS then reads `AWSCURRENT` */
  readonly versionStage?: string
  /** @default none */
  readonly versionId?: string
  /** Holds the agent's token and port. @default `process.env` */
  readonly env?: Environment
  /** @default the global `fetch`, which no proxy variable may divert */
  readonly fetch?: AgentFetch
}

/** GetSecretValue's answer, as the agent passes it on: with the names of AWS's JSON protocol. */
interface AgentAnswer {
  readonly SecretString?: string
  readonly SecretBinary?: string
  readonly VersionId?: unknown
  readonly __type?: unknown
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
 * get the session's credentials: to send that token all the same, pass it as `env: { AWS_TOKEN }`.
 *
 * `read` gives `undefined` where there is no such secret. It rejects with `denied`, `revoked` (marked for deletion),
 * `not_found` (no such version of it), `throttled`, `timeout`, `unavailable` (no agent came up within two seconds),
 * `too_large`, `redirected`, and `unsupported` (no token, a proxy variable that would divert the token, a bad port).
 *
 * @param secretId the secret's name or ARN
 * @throws {TypeError} for an id or an option that cannot be meant
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 * @see https://github.com/aws/aws-secretsmanager-agent
 */
export function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source {
  checkSecretId(secretId)
  const { port, versionStage, versionId, env, fetch: ownFetch } = ownOptions(options)

  async function read({ signal, force }: ReadContext = {}): Promise<SourceDocument | undefined> {
    const variable = variableReader(env)
    const url = new URL("http://127.0.0.1/secretsmanager/get")
    url.port = checkPort(port ?? variable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") ?? 2773)
    for (const [name, value] of Object.entries({ secretId, versionStage, versionId, refreshNow: force })) {
      if (value) url.searchParams.set(name, value as string)
    }
    const init: AgentFetchInit = {
      headers: { "X-Aws-Parameters-Secrets-Token": findAgentToken(variable) },
      redirect: "manual",
      signal: signal as AbortSignal,
      // Bun's own; the others do not look at it.
      proxy: false,
    }
    if (!ownFetch) refuseProxy()
    // An agent may take two seconds to come up: on Lambda it starts beside the function.
    for (let left = 20; ; left--) {
      const decoder = new TextDecoder()
      let text = ""
      let status = -1
      try {
        const response = await (ownFetch ?? fetch)(url.href, init)
        // The limit counts what was unpacked; leaving the loop ends the transfer.
        for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
          text += decoder.decode(chunk, { stream: true })
          if (text.length > maxLength) break
        }
        // The extension's plain text, with status 400, before it is up.
        if (!text.startsWith("not ready")) status = response.status
      } catch {
        // Not listening yet, or gone while it answered: asked again, like one that is not ready.
      }
      if (signal?.aborted) throw signal.reason
      if (status >= 0) return documentOf(status, text)
      if (!left) throw sourceFailure("unavailable", "No agent answers.", true)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }

  // Without the id: it may be a secret that was passed in its place.
  return { name: "AWS secrets agent", read }
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
  // A redirect that was not followed shows no status to a page.
  const meaning = meaningOf(answer.__type, text, status || 302)
  if (meaning === undefined) return undefined
  const [, code, transient] = meaning
  throw sourceFailure(code, `The agent answered HTTP ${status} (${code}).`, transient)
}

function checkPort(port: string | number): string {
  if (/^[1-9]\d{0,4}$/.test(`${port}`) && Number(port) < 65536) return `${port}`
  throw sourceFailure("unsupported", "The agent's port must be 1 to 65535.")
}
