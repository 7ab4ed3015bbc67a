import { expect, test } from "vitest"
import { meaningOf } from "../src/meaning-of.ts"

/** Every error of GetSecretValue and of "Common Errors" in the API reference, and what the SDK retries as throttling. */
const table: Record<string, string> = {
  DecryptionFailure: "denied",
  InternalServiceError: "unavailable!",
  InvalidParameterException: "unsupported",
  InvalidRequestException: "revoked",
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  ExpiredTokenException: "denied!",
  ExpiredToken: "denied!",
  RequestExpired: "denied!",
  IncompleteSignature: "denied",
  InternalFailure: "unavailable!",
  InvalidClientTokenId: "denied",
  MissingAuthenticationToken: "denied",
  NotAuthorized: "denied",
  ServiceUnavailable: "unavailable!",
  ThrottlingException: "throttled!",
  UnrecognizedClientException: "denied",
  ValidationError: "unsupported",
  ValidationException: "unsupported",
  InvalidSignatureException: "denied",
  SignatureDoesNotMatch: "denied",
  Throttling: "throttled!",
  ThrottledException: "throttled!",
  RequestThrottled: "throttled!",
  RequestThrottledException: "throttled!",
  RequestLimitExceeded: "throttled!",
  TooManyRequestsException: "throttled!",
  ProvisionedThroughputExceededException: "throttled!",
  LimitExceededException: "throttled!",
  RequestTimeout: "timeout!",
  RequestTimeoutException: "timeout!",
  // The agent's own.
  TimeoutError: "timeout!",
  ConnectionError: "unavailable!",
  // What nobody has heard of may pass.
  SomethingNewException: "unavailable!",
}

test.each(Object.entries(table))("%s is %s", (name, expected) => {
  const [, code, transient] = meaningOf(name, "", 400)
  expect(`${code}${transient ? "!" : ""}`).toBe(expected)
  // Services may put a namespace before it.
  expect(meaningOf(`com.amazonaws.secretsmanager#${name}`, "", 400)[1]).toBe(code)
})

test.each([
  [302, "redirected"],
  [401, "denied"],
  [403, "denied"],
  [429, "throttled!"],
  [500, "unavailable!"],
  [502, "unavailable!"],
  [503, "unavailable!"],
  [200, "unavailable!"],
])("without a name status %i is %s", (status, expected) => {
  const [, code, transient] = meaningOf(undefined, "", status)
  expect(`${code}${transient ? "!" : ""}`).toBe(expected)
})

test("a missing secret is nothing, a missing version of one is an error", () => {
  const name = "ResourceNotFoundException"
  expect(meaningOf(name, "Secrets Manager can't find the specified secret.", 400)[1]).toBe(undefined)
  for (const text of [
    "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    "Secrets Manager can't find the specified secret value for VersionId: 1",
  ]) {
    expect(meaningOf(name, text, 400)[1]).toBe("not_found")
  }
  const mismatch = "You provided a VersionStage that is not associated to the provided VersionId."
  expect(meaningOf("InvalidRequestException", mismatch, 400)[1]).toBe("not_found")
})
