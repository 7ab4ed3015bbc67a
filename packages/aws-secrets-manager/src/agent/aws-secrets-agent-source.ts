import type { ReadContext, Source, SourceDocument } from "@client-secrets/core"
import {
  checkField,
  checkTimeout,
  checkTypes,
  ownOptions,
  ownProperty,
  printPath,
  readVariable,
  refusal,
  signalOf,
  sourceFailure,
  storeDocument,
  withDeadline,
} from "@client-secrets/source-kit"
import { awsErrorName, isAwsErrorName, readAwsError } from "../aws-error.ts"
import { adviseOnSecretId, checkSecretId, describeAbsence } from "../secret-id.ts"
import { askAgent } from "./ask-agent.ts"
import { findAgentToken } from "./find-agent-token.ts"
import { type AgentAnswer, parseAnswer } from "./parse-answer.ts"

/** Options of `awsSecretsAgentSource`. */
export interface AwsSecretsAgentSourceOptions {
  /** The port at which the agent listens. @default `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT`, or 2773 */
  readonly port?: number | undefined
  /** The field of the secret, a JSON object, whose value is the client file. @default none: the whole secret is */
  readonly field?: string | undefined
  /** The staging label of the version to read. @default none: AWS reads `AWSCURRENT` */
  readonly versionStage?: string | undefined
  /** The id of the version to read. @default none */
  readonly versionId?: string | undefined
  /** Milliseconds for the whole read, waiting for an agent that starts included. @default 5_000 */
  readonly timeout?: number | undefined
}

/** The answer of GetSecretValue as the agent passes it on: with the names of AWS's JSON protocol. */
interface SecretValueAnswer {
  readonly SecretString?: unknown
  readonly SecretBinary?: unknown
  readonly VersionId?: string
  readonly __type?: unknown
  readonly message?: unknown
  readonly Message?: unknown
}

/** How often an agent that does not answer yet is called, and the milliseconds between two attempts. */
const attempts = 21
const pause = 100

/**
 * Reads the client file through the AWS Parameters and Secrets Lambda extension or the AWS Secrets Manager agent, which
 * listen on loopback. It does not use the SDK.
 *
 * It does not cache, retry or validate: pass it to `createLoader` or `loadClientSecrets`. The agent caches too, 300 s by
 * default: a forced refresh passes the agent's cache by `refreshNow`; the extension has no such parameter.
 *
 * The agent's token is `AWS_TOKEN` (the token, or `file:///path`), then `AWS_SESSION_TOKEN` (on Lambda only), then
 * `AWS_CONTAINER_AUTHORIZATION_TOKEN`, then the file `/var/run/awssmatoken`. Outside Lambda any program that listens on
 * the port would receive the session's credentials: to send that token all the same, set `AWS_TOKEN` to it.
 *
 * Reading resolves with `undefined` where the secret does not exist. It rejects with `denied`, `revoked` (marked for
 * deletion), `not_found` (no such version), `throttled`, `timeout`, `unavailable` (also where no agent comes up within
 * two seconds), `too_large`, `redirected`, and `unsupported` (no token, a bad port, a runtime without `node:net`).
 *
 * @example
 * ```ts
 * const loader = createLoader(awsSecretsAgentSource("prod/google"))
 * ```
 * @param secretId the secret's name or ARN
 * @throws {TypeError} for an id or an option that cannot be right
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 * @see https://github.com/aws/aws-secretsmanager-agent
 */
export function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source {
  try {
    return makeSource(secretId, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    secretId = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source {
  checkSecretId(secretId)
  const own = ownOptions(options)
  const { port, field, versionStage, versionId, timeout = 5_000 } = own
  checkTypes(own, { port: ["number"], versionStage: ["string"], versionId: ["string"] })
  checkTimeout(timeout)
  checkField(field)

  async function read(signal: AbortSignal, force: boolean): Promise<SourceDocument | undefined> {
    const query = new URLSearchParams({ secretId })
    if (versionStage !== undefined) query.set("versionStage", versionStage)
    if (versionId !== undefined) query.set("versionId", versionId)
    if (force) query.set("refreshNow", "true")
    const answer = await askUntilReady(agentPort(port), `/secretsmanager/get?${query}`, signal)
    return readAnswer(answer, secretId, field)
  }

  return {
    name: `AWS secrets agent (${printPath(secretId)})`,
    absence: () => describeAbsence(secretId, "AWS Secrets Manager, asked through its agent"),
    read: (context?: ReadContext) =>
      withDeadline(signalOf(context), timeout, signal => read(signal, ownProperty(context, "force") === true)),
  }
}

function agentPort(option: number | undefined): number {
  const text = `${option ?? (readVariable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") || 2773)}`
  const port = Number(text)
  // Written in digits only: `2773@127.0.0.1:18703` or `1e3` are not ports.
  if (String(port) === text && Number.isInteger(port) && port >= 1 && port <= 65535) return port
  const place = option === undefined ? "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT" : "The option port"
  throw sourceFailure("unsupported", `${place} must be a port from 1 to 65535.`)
}

/** On Lambda the extension starts next to the function: it may refuse the connection or say that it is not ready. */
async function askUntilReady(port: number, target: string, signal: AbortSignal): Promise<AgentAnswer> {
  // HTTP/1.0: the answer is not chunked and ends with the connection (RFC 9112 section 6.3), which is not kept: one from
  // before Lambda froze the process is dead. Neither the encoded query nor the token can contain a line break.
  const request = `GET ${target} HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nX-Aws-Parameters-Secrets-Token: ${findAgentToken()}\r\n\r\n`
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = parseAnswer(await askAgent(port, request, signal))
    if (answer !== undefined && !answer.body.startsWith("not ready")) return answer
    if (attempt < attempts) await new Promise(resolve => setTimeout(resolve, pause))
  }
  throw sourceFailure(
    "unavailable",
    `No agent answers at 127.0.0.1:${port}. On Lambda, add the layer of the AWS Parameters and Secrets extension.`,
    true,
  )
}

function readAnswer(
  { status, body }: AgentAnswer,
  secretId: string,
  field: string | undefined,
): SourceDocument | undefined {
  const answer = parseBody(body)
  if (status === 200 && answer !== undefined) {
    const value = typeof answer.SecretString === "string" ? answer.SecretString : decodeBinary(answer.SecretBinary)
    if (value !== undefined) return storeDocument(value, { field, version: answer.VersionId })
  }
  if (status === 200) {
    throw sourceFailure("unavailable", "The agent's answer broke off, or is not an answer of Secrets Manager.", true)
  }
  // The extension's own errors are plain text.
  const message = answer === undefined ? body : (answer.message ?? answer.Message)
  const meaning = readAwsError({ name: answer?.__type, message, status })
  if (meaning === "missing") return undefined
  const name = awsErrorName(answer?.__type)
  const said = isAwsErrorName(name) ? `${name}, status ${status}` : `status ${status}`
  const hint = meaning.code === "denied" ? (adviseOnSecretId(secretId) ?? "") : ""
  throw sourceFailure(meaning.code, `The agent answered ${said}. ${meaning.advice} ${hint}`.trim(), meaning.transient)
}

/** The body's own members; `undefined` for anything but a JSON object. The engine's message would quote the body. */
function parseBody(body: string): SecretValueAnswer | undefined {
  try {
    return ownOptions<SecretValueAnswer>(JSON.parse(body))
  } catch {
    return undefined
  }
}

function decodeBinary(value: unknown): Uint8Array | undefined {
  if (typeof value !== "string") return undefined
  try {
    return Uint8Array.from(atob(value), character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
