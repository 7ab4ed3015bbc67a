import type { ClientSecretsErrorCode } from "@client-secrets/core"

/** The meaning of an error of AWS for the reader of a secret. */
export interface AwsErrorMeaning {
  readonly code: ClientSecretsErrorCode
  /** Whether the same read may succeed later. */
  readonly transient: boolean
  /** What to do about it, in sentences. */
  readonly advice: string
}

interface AwsErrorRow extends AwsErrorMeaning {
  readonly names: readonly string[]
}

/**
 * The errors of GetSecretValue, those that the API reference calls common to all actions, and the names that the SDK's
 * retry strategy treats as throttling. Secrets Manager answers nearly all of them with status 400.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 */
const rows: readonly AwsErrorRow[] = [
  {
    names: ["AccessDenied", "AccessDeniedException", "NotAuthorized", "OptInRequired"],
    code: "denied",
    transient: false,
    advice: "The role needs secretsmanager:GetSecretValue on it, and kms:Decrypt if the secret has its own key.",
  },
  {
    names: ["DecryptionFailure"],
    code: "denied",
    transient: false,
    advice: "AWS could not decrypt it: the role needs kms:Decrypt on the secret's key, and the key must be enabled.",
  },
  {
    names: [
      "IncompleteSignature",
      "InvalidClientTokenId",
      "InvalidSignatureException",
      "MissingAuthenticationToken",
      "SignatureDoesNotMatch",
      "UnrecognizedClientException",
    ],
    code: "denied",
    transient: false,
    advice: "AWS does not accept the credentials: check which ones the program uses.",
  },
  {
    // Credentials that have expired say nothing about the permission, so a copy that was read before may still be used.
    names: ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed"],
    code: "denied",
    transient: true,
    advice: "The credentials have expired, or the clock of this machine is wrong.",
  },
  {
    names: [
      "BandwidthLimitExceeded",
      "LimitExceededException",
      "PriorRequestNotComplete",
      "ProvisionedThroughputExceededException",
      "RequestLimitExceeded",
      "RequestThrottled",
      "RequestThrottledException",
      "SlowDown",
      "ThrottledException",
      "Throttling",
      "ThrottlingException",
      "TooManyRequestsException",
    ],
    code: "throttled",
    transient: true,
    advice:
      "AWS limits how often it is asked: use createLoader, which keeps the client and waits before it asks again.",
  },
  {
    names: [
      "InvalidAction",
      "InvalidParameterCombination",
      "InvalidParameterException",
      "InvalidParameterValue",
      "MalformedHttpRequestException",
      "MalformedQueryString",
      "MissingAction",
      "MissingParameter",
      "UnknownOperationException",
      "ValidationError",
      "ValidationException",
    ],
    code: "unsupported",
    transient: false,
    advice: "AWS does not accept the request: check secretId, versionStage and versionId.",
  },
  {
    names: ["RequestTimeout", "RequestTimeoutException", "TimeoutError"],
    code: "timeout",
    transient: true,
    advice: "AWS did not answer in time.",
  },
  {
    names: ["ConnectionError", "InternalFailure", "InternalServerError", "InternalServiceError", "ServiceUnavailable"],
    code: "unavailable",
    transient: true,
    advice: "This usually passes.",
  },
]

const meaningByName = new Map<string, AwsErrorMeaning>(rows.flatMap(row => row.names.map(name => [name, row] as const)))

const absentVersion: AwsErrorMeaning = {
  code: "not_found",
  transient: false,
  advice: "The secret exists, but not the version that was asked for: check versionStage and versionId.",
}
const markedForDeletion: AwsErrorMeaning = {
  code: "revoked",
  transient: false,
  advice: "The secret is marked for deletion. Restore it, or use another one.",
}

/** The answer of AWS, of the agent or of something between them. */
export interface AwsErrorAnswer {
  /** The exception's name, from the SDK's error or the member `__type` of the answer. */
  readonly name: unknown
  /** The text from AWS. It is searched for two phrases and never printed. */
  readonly message: unknown
  readonly status: number
}

/** Longer than any name or phrase that is searched for: nothing of a foreign text is read beyond it. */
const longestText = 500

/** Reads an error of AWS; `"missing"` means that the secret does not exist. */
export function readAwsError({ name, message, status }: AwsErrorAnswer): AwsErrorMeaning | "missing" {
  const knownName = awsErrorName(name)
  if (knownName === "ResourceNotFoundException") return isAboutVersion(message) ? absentVersion : "missing"
  // GetSecretValue returns it for two reasons; the others are those of other actions.
  if (knownName === "InvalidRequestException") return isAboutVersion(message) ? absentVersion : markedForDeletion
  return meaningByName.get(knownName) ?? meaningOfStatus(status)
}

/** An exception's name without the namespace before it and the address after it, which the JSON protocol allows. */
export function awsErrorName(name: unknown): string {
  if (typeof name !== "string") return ""
  const text = name.slice(0, longestText)
  return text.slice(text.lastIndexOf("#") + 1).split(":", 1)[0] ?? ""
}

/** Whether the name is one of AWS, and so may be printed. */
export function isAwsErrorName(name: string): boolean {
  return name === "ResourceNotFoundException" || name === "InvalidRequestException" || meaningByName.has(name)
}

/**
 * Whether the secret itself exists. Only AWS's text shows it: "can't find the specified secret value for staging label",
 * "You provided a VersionStage that is not associated to the provided VersionId".
 */
function isAboutVersion(message: unknown): boolean {
  if (typeof message !== "string") return false
  const text = message.slice(0, longestText)
  return text.includes("secret value") || text.includes("VersionStage")
}

function meaningOfStatus(status: number): AwsErrorMeaning {
  if (status >= 300 && status < 400) {
    return { code: "redirected", transient: false, advice: "A redirect is not followed: check the endpoint." }
  }
  if (status === 401 || status === 403) {
    return { code: "denied", transient: false, advice: "Check the credentials or the token, and the permissions." }
  }
  if (status === 429) return { code: "throttled", transient: true, advice: "It was asked too often." }
  return { code: "unavailable", transient: true, advice: "This usually passes." }
}
