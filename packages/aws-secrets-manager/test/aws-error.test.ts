import { expect, test } from "vitest"
import { isAwsErrorName, readAwsError } from "../src/aws-error.ts"

/** Every error of GetSecretValue and of "Common Errors" in the API reference, and those that the SDK retries as throttling. */
const table: Record<string, string> = {
  DecryptionFailure: "denied",
  InternalServiceError: "unavailable!",
  InvalidParameterException: "unsupported",
  InvalidRequestException: "revoked",
  ResourceNotFoundException: "missing",
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
  // The agent's own errors.
  TimeoutError: "timeout!",
  ConnectionError: "unavailable!",
}

function codeOf(name: unknown, message: unknown, status: number): string {
  const meaning = readAwsError({ name, message, status })
  if (meaning === "missing") return meaning
  expect(meaning.advice).toMatch(/\.$/)
  return `${meaning.code}${meaning.transient ? "!" : ""}`
}

test.each(Object.entries(table))("%s is %s", (name, expected) => {
  expect(codeOf(name, "", 400)).toBe(expected)
  // Services may put a namespace before the name, and an address after it.
  expect(codeOf(`com.amazonaws.secretsmanager#${name}`, "", 400)).toBe(expected)
  expect(codeOf(`${name}:http://internal.amazon.com/coral/com.amazon.coral.service/`, "", 400)).toBe(expected)
  expect(isAwsErrorName(name)).toBe(true)
})

test.each(["SomethingNewException", "NotFoundSignException", "toString", "__proto__", "", undefined, 7, {}])(
  "for the unknown name %s the status decides",
  name => {
    expect(codeOf(name, "", 400)).toBe("unavailable!")
    expect(isAwsErrorName(String(name))).toBe(false)
  },
)

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
  expect(codeOf(undefined, "", status)).toBe(expected)
})

test("tells a missing secret from a missing version", () => {
  const name = "ResourceNotFoundException"
  expect(codeOf(name, "Secrets Manager can't find the specified secret.", 400)).toBe("missing")
  for (const text of [
    "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    "Secrets Manager can't find the specified secret value for VersionId: 1",
  ]) {
    expect(codeOf(name, text, 400)).toBe("not_found")
  }
  const mismatch = "You provided a VersionStage that is not associated to the provided VersionId."
  expect(codeOf("InvalidRequestException", mismatch, 400)).toBe("not_found")
})
