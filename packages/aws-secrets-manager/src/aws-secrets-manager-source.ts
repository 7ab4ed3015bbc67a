import type { GetSecretValueResponse, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import type { Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, printPath, sourceFailure } from "@client-secrets/source-kit"
import { meaningOf } from "./aws-error.ts"
import { checkSecretId } from "./check-secret-id.ts"
import { secretDocument } from "./secret-document.ts"
import { checkTimeout, withDeadline } from "./with-deadline.ts"

export interface AwsSecretsManagerSourceOptions {
  /**
   * A client of your own: its credentials, its retries, its proxy.
   * @default a client with the SDK's usual credentials that makes one attempt a read; retrying is core's
   */
  readonly client?: Pick<SecretsManagerClient, "send">
  /** @default the ARN's region, else what the SDK finds (`AWS_REGION`, the profile) */
  readonly region?: string
  /** Another address of the service: https, or http on loopback. @default what the SDK finds */
  readonly endpoint?: string
  /** Sent only if set, since IAM conditions can tell. @default none: AWS then reads `AWSCURRENT` */
  readonly versionStage?: string
  /** @default none */
  readonly versionId?: string
  /** For the whole read in milliseconds, loading the SDK and finding credentials included. @default 5000 */
  readonly timeout?: number
}

type Sdk = typeof import("@aws-sdk/client-secrets-manager")

/** After these the same request is made once more: signed afresh, it can pass. */
const staleSignatures = ["InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired", "RequestTimeTooSkewed"]
/** After these too, with credentials that are looked for afresh. */
const staleTokens = ["ExpiredTokenException", "ExpiredToken"]

/**
 * Reads the client file from AWS Secrets Manager, through the official SDK.
 *
 * Does not cache, retry or validate: hand it to `createLoader` or `loadClientSecrets`. Without the SDK use
 * `awsSecretsAgentSource`, beside the Lambda extension or the Secrets Manager agent.
 *
 * The secret holds a whole `client_secrets.json`, as text or binary, or key/value pairs named like its members. Nothing
 * is imported or read before the first `read`, which makes one GetSecretValue call; a second one only if the signature
 * or the session token had lapsed, as after a Lambda function was frozen.
 *
 * `read` gives `undefined` where there is no such secret. It rejects with `denied`, `revoked` (marked for deletion),
 * `not_found` (no such version of it; a partial ARN that fits nothing), `throttled`, `timeout`, `unavailable`, and
 * `unsupported` (no SDK, no region, a parameter that AWS refuses).
 *
 * @param secretId the secret's name, or its ARN where it is another account's
 * @throws {TypeError} for an id or an option that cannot be meant
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function awsSecretsManagerSource(secretId: string, options?: AwsSecretsManagerSourceOptions): Source {
  checkSecretId(secretId)
  const { client, region = regionOf(secretId), endpoint, versionStage, versionId, timeout = 5000 } = ownOptions(options)
  checkTimeout(timeout)
  checkEndpoint(endpoint)
  const input = { SecretId: secretId, VersionStage: versionStage, VersionId: versionId }
  let made: Pick<SecretsManagerClient, "send"> | undefined

  async function request(abortSignal: AbortSignal): Promise<GetSecretValueResponse> {
    const { GetSecretValueCommand, SecretsManagerClient } = await importSdk()
    made ??=
      client ?? new SecretsManagerClient({ maxAttempts: 1, ...(region && { region }), ...(endpoint && { endpoint }) })
    return made.send(new GetSecretValueCommand(input), { abortSignal })
  }

  async function requestAfresh(abortSignal: AbortSignal): Promise<GetSecretValueResponse> {
    try {
      return await request(abortSignal)
    } catch (error) {
      const { name } = error as Error
      if (staleTokens.includes(name)) made = undefined
      // With the same client: it has learnt the server's time from the refusal.
      else if (!staleSignatures.includes(name)) throw error
      return request(abortSignal)
    }
  }

  return {
    name: `AWS Secrets Manager (${printPath(secretId)})`,
    read: context =>
      withDeadline(context, timeout, async signal => {
        let response: GetSecretValueResponse
        try {
          response = await requestAfresh(signal)
        } catch (error) {
          return explain(secretId, error)
        }
        return documentOf(response)
      }),
  }
}

function documentOf({ SecretString, SecretBinary, VersionId }: GetSecretValueResponse): SourceDocument {
  // An empty string is a value, and core says what is wrong with it.
  const value = SecretString ?? SecretBinary
  if (value === undefined) throw sourceFailure("not_found", "The secret has no value.")
  return secretDocument(value, VersionId)
}

const missingSdk = Symbol()

async function importSdk(): Promise<Sdk> {
  try {
    // A literal, so that bundlers find it.
    return await import("@aws-sdk/client-secrets-manager")
  } catch {
    throw missingSdk
  }
}

interface SdkError {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $response?: { readonly statusCode?: number }
}

/** Gives `undefined` where AWS says that there is no such secret, and throws in every other case. */
function explain(secretId: string, thrown: unknown): undefined {
  if (thrown === missingSdk) {
    throw sourceFailure("unsupported", "The AWS SDK is missing: npm install @aws-sdk/client-secrets-manager")
  }
  // Names and numbers alone are taken: the text of an error about an answer that is no JSON is that answer.
  const { $metadata, $response, name, message, code } = Object(thrown) as SdkError
  if (message === "Region is missing") {
    throw sourceFailure(
      "unsupported",
      "No AWS region is known: set AWS_REGION, or pass `region` or the secret's whole ARN.",
    )
  }
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    // Transient: where they come from may be down, which says nothing about the permission.
    throw sourceFailure(
      "denied",
      "No AWS credentials were found: set AWS_PROFILE, or run where a role is attached.",
      true,
    )
  }
  const status = $metadata?.httpStatusCode ?? $response?.statusCode
  // AWS guesses at an ARN without its last part, and takes a name that itself ends so for a whole one.
  const guess = /^arn:(?!.*-[A-Za-z\d]{6}$)/.test(secretId) ? " The ARN lacks its last part, -XXXXXX." : ""
  const meaning = meaningOf(name, String(message), status ?? 0)
  if (meaning === undefined) {
    if (guess === "") return undefined
    throw sourceFailure("not_found", `AWS knows no such secret.${guess}`)
  }
  const [, errorCode, transient] = meaning
  // Of foreign text only what looks like a name, a system's code, a request's id.
  const printable = (pattern: RegExp, text: unknown) => (pattern.test(String(text)) ? [String(text)] : [])
  const facts =
    status === undefined
      ? printable(/^E[A-Z]{3,19}$/, code)
      : [
          ...printable(/^(?!\w{0,9}Error$)[A-Z][A-Za-z]{4,40}$/, name),
          `HTTP ${status}`,
          ...printable(/^[\da-f]{8}(-[\da-f]{4,12}){4}$/, $metadata?.requestId).map(id => `request ${id}`),
        ]
  const event = status === undefined ? "could not be reached" : "answered an error"
  const details = facts.length > 0 ? ` (${facts.join(", ")})` : ""
  const text = `AWS Secrets Manager ${event}${details}.${errorCode === "denied" ? guess : ""}`
  throw sourceFailure(errorCode, text, transient)
}

/** The region in an ARN; what is no secret's ARN is refused, since the region becomes part of a host's name. */
function regionOf(secretId: string): string | undefined {
  if (!secretId.startsWith("arn:")) return undefined
  const region = /^arn:aws[a-z-]*:secretsmanager:([a-z\d-]+):\d{12}:secret:[^:]+$/.exec(secretId)?.[1]
  if (region !== undefined) return region
  throw new TypeError("secretId is no secret's ARN: arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX.")
}

function checkEndpoint(endpoint: string | undefined): void {
  if (endpoint === undefined) return
  let url: URL
  try {
    url = new URL(endpoint)
  } catch {
    throw new TypeError("endpoint takes a URL.")
  }
  const loopback = /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(url.hostname)
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new TypeError("endpoint takes https, or http on loopback: for anything else pass a `client` of your own.")
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("endpoint takes a URL without user, query and fragment.")
  }
}
