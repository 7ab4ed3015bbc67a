import { readFileSync } from "node:fs"
import { parseClientSecrets } from "@client-secrets/core"
import { fileTokenStore, signIn } from "@client-secrets/oauth/local"

const client = parseClientSecrets(readFileSync(process.env.CLIENT_FILE), { type: "installed" })
const store = fileTokenStore(process.env.TOKEN_FOLDER)
const google = await signIn(client, { store, scope: "calendar", interactive: false })
const response = await google.fetch(process.env.API_URL)
process.exitCode = (await response.text()) === "Bearer EXAMPLE_ACCESS_TOKEN" ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
