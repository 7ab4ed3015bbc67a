import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"

const client = new SecretsManagerClient({ endpoint: process.env.STORE })
const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "prod/google" }))
const { web } = JSON.parse(SecretString)
process.exitCode = web.client_id === process.env.EXPECTED_CLIENT_ID && web.client_secret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
