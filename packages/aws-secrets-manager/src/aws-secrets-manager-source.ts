import type { GetSecretValueResponse, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import type { Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, printPath, sourceFailure, withDeadline } from "@client-secrets/source-kit"
import { missingOrThrow, ungranted } from "./missing-or-throw.ts"
import { secretDocument } from "./secret-document.ts"
import { checkSecretId, hintOf } from "./secret-id.ts"

/** Options of `awsSecretsManagerSource`. */
export interface AwsSecretsManagerSourceOptions {
  /**
   * A client of your own: its credentials, its retries, its proxy.
   * @default a client with the SDK's usual credentials that makes one attempt a read; retrying is core's
   */
  readonly client?: Pick<SecretsManagerClient, "send"> | undefined
  /** @default the ARN's region, else what the SDK finds (`AWS_REGION`, the profile) */
  readonly region?: string | undefined
  /** Another address of the service: https, or http on loopback. @default what the SDK finds */
  readonly endpoint?: string | undefined
  /** Sent only if set, since IAM conditions can tell. @default none: AWS then reads `AWSCURRENT` */
  readonly versionStage?: string | undefined
  /** @default none */
  readonly versionId?: string | undefined
  /** For the whole read in milliseconds, loading the SDK and finding credentials included. @default 5000 */
  readonly timeout?: number | undefined
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
 * `not_found` (no such version of it), `throttled`, `timeout`, `unavailable`, and `unsupported` (no SDK, no region, a
 * parameter that AWS refuses).
 *
 * @param secretId the secret's name, or its ARN where it is another account's
 * @throws {TypeError} for an id or an option that cannot be meant
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function awsSecretsManagerSource(secretId: string, options?: AwsSecretsManagerSourceOptions): Source {
  checkSecretId(secretId)
  const arnRegion = regionOf(secretId)
  const { client, region = arnRegion, endpoint, versionStage, versionId, timeout = 5000 } = ownOptions(options)
  checkTimeout(timeout)
  checkEndpoint(endpoint)
  if (client !== undefined && typeof client.send !== "function")
    throw new TypeError("client takes a SecretsManagerClient.")
  const input = { SecretId: secretId, VersionStage: versionStage, VersionId: versionId }
  const settings = {
    maxAttempts: 1,
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    // Plain http is on loopback: Deno may ask a proxy of the environment for it.
    ...(endpoint?.startsWith("http:") && { requestHandler: { httpAgent: { proxyEnv: {} } } }),
  }
  let made: Pick<SecretsManagerClient, "send"> | undefined

  async function read(abortSignal: AbortSignal): Promise<SourceDocument | undefined> {
    const { GetSecretValueCommand, SecretsManagerClient } = await importSdk()
    const request = async () => {
      made ??= client ?? new SecretsManagerClient(settings)
      return made.send(new GetSecretValueCommand(input), { abortSignal })
    }
    const requestAfresh = (error: Error) => {
      if (staleTokens.includes(error.name)) made = undefined
      // With the same client: it has learnt the server's time from the refusal.
      else if (!staleSignatures.includes(error.name)) throw error
      return request()
    }
    let response: GetSecretValueResponse
    try {
      response = await request().catch(requestAfresh)
    } catch (error) {
      return missingOrThrow(secretId, error)
    }
    // An empty string is a value, and core says what is wrong with it.
    const { SecretString, SecretBinary, VersionId } = ownOptions(response)
    const value = SecretString ?? SecretBinary
    if (value === undefined) throw sourceFailure("not_found", "The secret has no value.")
    return secretDocument(value, VersionId)
  }

  return {
    name: `AWS Secrets Manager (${printPath(secretId)})`,
    hint: () => hintOf(secretId),
    read: context => withDeadline(context?.signal, timeout, read),
  }
}

async function importSdk(): Promise<Sdk> {
  try {
    // A literal, so that bundlers find it.
    return await import("@aws-sdk/client-secrets-manager")
  } catch (error) {
    throw (
      ungranted(error) ??
      sourceFailure("unsupported", "The AWS SDK is missing: npm install @aws-sdk/client-secrets-manager")
    )
  }
}

/** The region in an ARN; what is no secret's ARN is refused, since the region becomes part of a host's name. */
function regionOf(secretId: string): string | undefined {
  if (!secretId.startsWith("arn:")) return undefined
  const region = /^arn:aws[a-z-]*:secretsmanager:([a-z\d-]+):\d{12}:secret:[^:]+$/.exec(secretId)?.[1]
  if (region !== undefined) return region
  throw new TypeError("secretId is no secret's ARN: arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX.")
}

/** Refuses what a timer does not take: above 31 bits it would fire at once. */
function checkTimeout(timeout: number): void {
  if (!(timeout > 0 && timeout < 2 ** 31)) throw new TypeError("timeout takes milliseconds above 0.")
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
