import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { createLoader } from "@client-secrets/core"
import secretsManager from "@middy/secrets-manager"
import type { CountingClient } from "./secrets-manager-client.ts"

/** A cache before AWS Secrets Manager: gives the client's id, from the cache where it can. */
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
  // Its cache is the module's: a key for each.
  const cacheKey = `bench-${count++}`
  const AwsClient = class {
    constructor() {
      // biome-ignore lint/correctness/noConstructorReturn: middy makes the client by itself; this is the counted one.
      return client
    }
  }
  const middleware = secretsManager({
    AwsClient: AwsClient as never,
    fetchData: { google: secretId },
    cacheKey,
    // For ever, its default: with another one it leaves a timer running.
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
