import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { createLoader } from "@client-secrets/core"
import secretsManager from "@middy/secrets-manager"
import type { CountingClient } from "./secrets-manager-client.ts"

/** A cache in front of AWS Secrets Manager: returns the client's id, from the cache if possible. */
export type Cache = (client: CountingClient) => () => Promise<unknown>

const secretId = "prod/google"

export const ourLoader: Cache = client => {
  const loader = createLoader(awsSecretsManagerSource(secretId, { client }), { type: "web" })
  return () => loader.get()
}

export const powertools: Cache = client => {
  const provider = new SecretsProvider({ awsSdkV3Client: client })
  return () => provider.get(secretId, { transform: "json", maxAge: 300 })
}

let count = 0

export const middy: Cache = client => {
  // Its cache belongs to the module: a separate key for each instance.
  const cacheKey = `bench-${count++}`
  const AwsClient = class {
    constructor() {
      // biome-ignore lint/correctness/noConstructorReturn: middy creates the client itself; this one counts its calls.
      return client
    }
  }
  const middleware = secretsManager({
    AwsClient: AwsClient as never,
    fetchData: { google: secretId },
    cacheKey,
    // Never expires, as by default: with another value it leaves a timer running.
    cacheExpiry: -1,
    disablePrefetch: true,
    setToContext: true,
  })
  return async () => {
    const request = { event: {}, context: {}, response: undefined, error: undefined, internal: {} }
    await middleware.before!(request as never)
    return request.context
  }
}

export const bareSdk: Cache = client => async () => {
  const response = (await client.send()) as { SecretString: string }
  return JSON.parse(response.SecretString)
}
