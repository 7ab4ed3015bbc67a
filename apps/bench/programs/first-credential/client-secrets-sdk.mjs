import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { createLoader } from "@client-secrets/core"

const loader = createLoader(awsSecretsManagerSource("prod/google", { endpoint: process.env.STORE }), { type: "web" })
const client = await loader.get()
process.exitCode = client.clientId === process.env.EXPECTED_CLIENT_ID && client.clientSecret.reveal() ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
