import { sourceFailure } from "@client-secrets/source-kit"
import { meaningOf } from "./meaning-of.ts"
import { hintOf } from "./secret-id.ts"

/** What is read of an error of the SDK: names and numbers. The text of one about an answer that is no JSON is that answer. */
interface SdkError {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $response?: { readonly statusCode?: number }
}

/** Gives `undefined` where the SDK's error says that there is no such secret, and throws in every other case. */
export function missingOrThrow(secretId: string, thrown: unknown): undefined {
  const { $metadata, $response, name, message, code } = Object(thrown) as SdkError
  if (message === "Region is missing") {
    throw sourceFailure("unsupported", "No AWS region is known: set AWS_REGION, pass `region`, or pass the whole ARN.")
  }
  const refused = ungranted(thrown)
  if (refused !== undefined) throw refused
  // The SDK's build for the edge has no provider, and says so in an ordinary error.
  if (name === "CredentialsProviderError" || name === "TokenProviderError" || message === "Credential is missing") {
    // Transient: where they come from may be down, which says nothing about the permission.
    throw sourceFailure(
      "denied",
      "No AWS credentials are to be had: set AWS_PROFILE, attach a role, or pass a `client`.",
      true,
    )
  }
  const status = $metadata?.httpStatusCode ?? $response?.statusCode
  if (status === undefined) throw unreachable(name, code)
  const [, errorCode, transient] = meaningOf(name, String(message), status)
  if (errorCode === undefined) return undefined
  // By its ending: letters alone could be anything.
  const said = matching(name, /^[A-Z][A-Za-z]{4,40}(Exception|Failure|ServiceError)$/) ?? "an error"
  const request = matching($metadata?.requestId, /^[\da-f]{8}(-[\da-f]{4,12}){4}$/)
  const details = `HTTP ${status}${request === undefined ? "" : `, request ${request}`}`
  // A policy that names the secret's ARN denies whatever id does not lead to it.
  const hint = errorCode === "denied" ? hintOf(secretId) : undefined
  throw sourceFailure(errorCode, `AWS answered ${said} (${details}).${hint === undefined ? "" : ` ${hint}`}`, transient)
}

/** Deno's refusal; the SDK reads so many variables that they cannot be named one by one. */
export function ungranted(thrown: unknown): Error | undefined {
  if (Object(thrown).name !== "NotCapable") return undefined
  return sourceFailure("denied", "Deno does not grant what the AWS SDK needs: --allow-env --allow-net --allow-sys")
}

function unreachable(name: unknown, code: unknown): Error {
  const systemCode = matching(code, /^E[A-Z]{3,19}$/)
  // The SDK calls a connection that was reset a TimeoutError as well.
  const late = name === "TimeoutError" && (systemCode ?? "ETIMEDOUT") === "ETIMEDOUT"
  const details = systemCode === undefined ? "" : ` (${systemCode})`
  return sourceFailure(late ? "timeout" : "unavailable", `AWS Secrets Manager could not be reached${details}.`, true)
}

/** Foreign text, if it looks like what it is to be. */
function matching(text: unknown, pattern: RegExp): string | undefined {
  return typeof text === "string" && pattern.test(text) ? text : undefined
}
