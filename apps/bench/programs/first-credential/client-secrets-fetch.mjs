import { createLoader } from "@client-secrets/core"
import { fetchSource } from "@client-secrets/fetch"

const loader = createLoader(fetchSource(`${process.env.STORE}/client_secrets.json`), { type: "web" })
const client = await loader.get()
process.exitCode = client.clientId === process.env.EXPECTED_CLIENT_ID && client.clientSecret.reveal() ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
