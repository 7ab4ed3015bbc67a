import { readForeignError, readProperty } from "@client-secrets/recognize"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"
import { awsErrorName, isAwsErrorName, readAwsError } from "../aws-error.ts"
import { adviseOnSecretId } from "../secret-id.ts"

/**
 * The meaning of an error of the SDK: our failure, or `"missing"` if the secret does not exist.
 *
 * Only names and numbers of it are printed: the message of an error about an answer that is not JSON is that answer.
 */
export function sdkFailure(secretId: string, thrown: unknown): Error | "missing" {
  if (isSourceFailure(thrown)) return thrown as Error
  const message = readProperty(thrown, "message")
  const name = readProperty(thrown, "name")
  if (message === "Region is missing") {
    return sourceFailure("unsupported", "No AWS region is known: set AWS_REGION, pass region, or pass the whole ARN.")
  }
  const refusal = grantFailure(thrown)
  if (refusal !== undefined) return refusal
  // The SDK's build for the edge has no provider of credentials, and reports it with an ordinary error.
  if (name === "CredentialsProviderError" || name === "TokenProviderError" || message === "Credential is missing") {
    // Transient: where credentials come from may be down, which says nothing about the permission.
    return sourceFailure(
      "denied",
      "No AWS credentials were found: set AWS_PROFILE, attach a role, or pass your own client.",
      true,
    )
  }
  const status = statusOf(thrown)
  if (status === undefined) return connectionFailure(thrown)
  const meaning = readAwsError({ name, message, status })
  if (meaning === "missing") return "missing"
  const errorName = awsErrorName(name)
  const requestId = requestIdOf(thrown)
  const said = [
    `status ${status}`,
    ...(isAwsErrorName(errorName) ? [errorName] : []),
    ...(requestId ? [`request ${requestId}`] : []),
  ]
  // A policy that names the secret's ARN denies an id that does not lead to it.
  const hint = meaning.code === "denied" ? (adviseOnSecretId(secretId) ?? "") : ""
  return sourceFailure(
    meaning.code,
    `AWS answered with an error (${said.join(", ")}). ${meaning.advice} ${hint}`.trim(),
    meaning.transient,
  )
}

/** Deno's refusal; the SDK reads so many variables that they cannot be named one by one. */
export function grantFailure(thrown: unknown): Error | undefined {
  if (readProperty(thrown, "name") !== "NotCapable") return undefined
  return sourceFailure("denied", "Deno: the AWS SDK needs the flags --allow-env --allow-net --allow-sys")
}

function connectionFailure(thrown: unknown): Error {
  const { systemCode, trustError } = readForeignError(thrown)
  if (trustError !== undefined) {
    return sourceFailure(
      "unavailable",
      `The certificate of AWS Secrets Manager is not trusted (${trustError.code}). ${trustError.advice}`,
    )
  }
  const detail = systemCode === undefined ? "" : ` (${systemCode})`
  // The SDK calls a connection that was reset a TimeoutError as well.
  if (readProperty(thrown, "name") === "TimeoutError" && (systemCode === undefined || systemCode === "ETIMEDOUT")) {
    return sourceFailure("timeout", `AWS Secrets Manager did not answer in time${detail}.`, true)
  }
  return sourceFailure(
    "unavailable",
    `AWS Secrets Manager could not be reached, or its answer broke off${detail}. Check the network and the region.`,
    true,
  )
}

function statusOf(thrown: unknown): number | undefined {
  const status =
    readProperty(readProperty(thrown, "$metadata"), "httpStatusCode") ??
    readProperty(readProperty(thrown, "$response"), "statusCode")
  return typeof status === "number" ? status : undefined
}

function requestIdOf(thrown: unknown): string | undefined {
  const id = readProperty(readProperty(thrown, "$metadata"), "requestId")
  return typeof id === "string" && /^[\da-f]{8}(-[\da-f]{4,12}){4}$/.test(id) ? id : undefined
}
