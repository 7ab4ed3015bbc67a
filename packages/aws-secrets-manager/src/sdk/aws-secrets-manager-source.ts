import type { GetSecretValueResponse, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import type { Source, SourceDocument } from "@client-secrets/core"
import {
  checkField,
  checkTimeout,
  checkTypes,
  ownGlobal,
  ownOptions,
  ownProperty,
  printPath,
  refusal,
  signalOf,
  sourceFailure,
  storeDocument,
  withDeadline,
} from "@client-secrets/source-kit"
import { checkSecretId, describeAbsence, regionOf } from "../secret-id.ts"
import { checkEndpoint, checkRequest } from "./endpoint.ts"
import { grantFailure, sdkFailure } from "./sdk-failure.ts"

/** Options of `awsSecretsManagerSource`. */
export interface AwsSecretsManagerSourceOptions {
  /**
   * Your own client: its credentials, its retries, its proxy.
   * @default a client with the SDK's usual credentials, which makes one attempt per read: `createLoader` retries
   */
  readonly client?: Pick<SecretsManagerClient, "send"> | undefined
  /** The region, such as `eu-central-1`. @default the ARN's region, or what the SDK finds (`AWS_REGION`, the profile) */
  readonly region?: string | undefined
  /** Another address of the service: https, or http on this machine. @default what the SDK finds, held to the same rule */
  readonly endpoint?: string | undefined
  /** The field of the secret, a JSON object, whose value is the client file. @default none: the whole secret is */
  readonly field?: string | undefined
  /** The staging label of the version to read. @default none is sent, since IAM conditions can tell: AWS reads `AWSCURRENT` */
  readonly versionStage?: string | undefined
  /** The id of the version to read. @default none */
  readonly versionId?: string | undefined
  /** Milliseconds for the whole read, loading the SDK and finding credentials included. @default 5_000 */
  readonly timeout?: number | undefined
}

type Sdk = typeof import("@aws-sdk/client-secrets-manager")
type Client = Pick<SecretsManagerClient, "send">

/** After these errors the same request is made once more: with a new signature it can succeed. */
const lapsedSignatures = [
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "RequestExpired",
  "RequestTimeTooSkewed",
]
/** After these errors too, with credentials that are looked up again. */
const lapsedTokens = ["ExpiredTokenException", "ExpiredToken"]

/**
 * Reads the client file from AWS Secrets Manager, through the official SDK.
 *
 * It does not cache, retry or validate: pass it to `createLoader` or `loadClientSecrets`. Without the SDK use
 * `awsSecretsAgentSource`, next to the Lambda extension or the Secrets Manager agent.
 *
 * The secret holds a whole `client_secrets.json`, as text or binary, or key/value pairs named like its members, or a
 * JSON object with the file in one `field`. Nothing is imported or read before the first `read`, which makes one
 * GetSecretValue call; a second one only if the signature or the session token had lapsed, as after Lambda froze the
 * function.
 *
 * Reading resolves with `undefined` where the secret does not exist. It rejects with `denied`, `revoked` (marked for
 * deletion), `not_found` (no such version), `invalid` (no such field), `throttled`, `timeout`, `unavailable`, and
 * `unsupported` (no SDK, no region, a parameter that AWS refuses, an endpoint that is not https).
 *
 * @example
 * ```ts
 * const loader = createLoader(awsSecretsManagerSource("prod/google"), { type: "web" })
 * ```
 * @param secretId the secret's name, or its ARN if it belongs to another account
 * @throws {TypeError} for an id or an option that cannot be right
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function awsSecretsManagerSource(secretId: string, options?: AwsSecretsManagerSourceOptions): Source {
  try {
    return makeSource(secretId, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    secretId = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(secretId: string, options?: AwsSecretsManagerSourceOptions): Source {
  checkSecretId(secretId)
  const arnRegion = regionOf(secretId)
  const own = ownOptions(options)
  const { client, region = arnRegion, endpoint, field, versionStage, versionId, timeout = 5_000 } = own
  checkTypes(own, { region: ["string"], versionStage: ["string"], versionId: ["string"] })
  checkTimeout(timeout)
  checkEndpoint(endpoint)
  checkField(field)
  checkClient(client)
  // A caller who passes a client with an endpoint has decided where the request goes.
  const isEndpointChosen = hasOwnEndpoint(client)
  let made: Client | undefined

  async function read(abortSignal: AbortSignal): Promise<SourceDocument | undefined> {
    const sdk = await importSdk()
    let response: GetSecretValueResponse
    try {
      response = await send(sdk, abortSignal).catch(error => sendAfresh(sdk, abortSignal, error))
    } catch (error) {
      const failure = sdkFailure(secretId, error)
      if (failure === "missing") return undefined
      throw failure
    }
    // An empty string is a value, and core reports what is wrong with it.
    const { SecretString, SecretBinary, VersionId } = ownOptions(response)
    const value = SecretString ?? SecretBinary
    if (value === undefined) throw sourceFailure("not_found", "The secret exists, but it has no value yet.")
    return storeDocument(value, { field, version: VersionId })
  }

  async function send(sdk: Sdk, abortSignal: AbortSignal): Promise<GetSecretValueResponse> {
    made ??= client ?? createClient(sdk, region, endpoint)
    const command = new sdk.GetSecretValueCommand({
      SecretId: secretId,
      VersionStage: versionStage,
      VersionId: versionId,
    })
    // Before the request is signed.
    if (!isEndpointChosen) command.middlewareStack.add(checkRequest, { step: "build", name: "checkEndpoint" })
    return made.send(command, { abortSignal })
  }

  function sendAfresh(sdk: Sdk, abortSignal: AbortSignal, error: unknown): Promise<GetSecretValueResponse> {
    const { name } = error as Error
    if (lapsedTokens.includes(name)) made = undefined
    // With the same client: it has learned the server's time from the refusal.
    else if (!lapsedSignatures.includes(name)) throw error
    return send(sdk, abortSignal)
  }

  return {
    name: `AWS Secrets Manager (${printPath(secretId)})`,
    absence: () => describeAbsence(secretId, "AWS Secrets Manager"),
    read: context => withDeadline(signalOf(context), timeout, read),
  }
}

/**
 * What decides where the SDK sends its request, and who signs it. It copies its configuration into objects with a prototype: a
 * name that is missing there would be read from a polluted `Object.prototype`.
 */
const notInherited = {
  endpoint: undefined,
  region: undefined,
  profile: undefined,
  credentials: undefined,
  signer: undefined,
  signingRegion: undefined,
  authSchemePreference: undefined,
  useFipsEndpoint: undefined,
  useDualstackEndpoint: undefined,
  extensions: undefined,
}

function createClient({ SecretsManagerClient }: Sdk, region: string | undefined, endpoint: string | undefined): Client {
  return new SecretsManagerClient({
    ...(notInherited as object),
    maxAttempts: 1,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    // Own options only: proxies, and an agent that does not check certificates, could be on Object.prototype.
    requestHandler: ownOptions({
      // Plain http goes to this machine only, and through no proxy of the environment.
      httpAgent: ownOptions({ proxyEnv: ownOptions({}) }),
      // Bun loads a `.env` of the working directory: NODE_TLS_REJECT_UNAUTHORIZED=0 in it would let any proxy answer for AWS.
      ...(isBun() && { httpsAgent: ownOptions({ rejectUnauthorized: true }) }),
    }),
  })
}

function isBun(): boolean {
  return ownGlobal("Bun") !== undefined
}

async function importSdk(): Promise<Sdk> {
  try {
    // A literal, so that bundlers find it.
    return await import("@aws-sdk/client-secrets-manager")
  } catch (error) {
    throw (
      grantFailure(error) ??
      sourceFailure("unsupported", "The AWS SDK is not installed: npm install @aws-sdk/client-secrets-manager")
    )
  }
}

function checkClient(client: unknown): void {
  if (client === undefined) return
  if (typeof client === "object" && client !== null && typeof (client as Partial<Client>).send === "function") return
  const advice = client instanceof Promise ? " It is a Promise: did you forget await?" : ""
  throw new TypeError(`The option client must be a SecretsManagerClient.${advice}`)
}

function hasOwnEndpoint(client: Client | undefined): boolean {
  if (client === undefined) return false
  const config = ownProperty(client, "config")
  return ownProperty(config, "endpoint") !== undefined
}
