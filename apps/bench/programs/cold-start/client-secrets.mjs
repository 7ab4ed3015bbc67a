import { loadClientSecretsSync } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"

const client = loadClientSecretsSync(envSource(), { type: "web" })
process.exitCode = client.clientId === process.env.EXPECTED_CLIENT_ID && client.clientSecret.reveal() ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
