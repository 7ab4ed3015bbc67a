import { loadClientSecretsSync } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { createFlow } from "@client-secrets/oauth"

const client = loadClientSecretsSync(envSource(), { type: "web" })
const flow = createFlow(client, { scope: process.env.SCOPE, redirectUri: client.redirectUris[0] })
const { url } = await flow.authorizationRequest({ accessType: "offline" })
process.exitCode = new URL(url).searchParams.get("client_id") === process.env.EXPECTED_CLIENT_ID ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
