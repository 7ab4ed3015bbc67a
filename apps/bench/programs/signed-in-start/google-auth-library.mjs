import { readFileSync } from "node:fs"
import { OAuth2Client } from "google-auth-library"

const { installed } = JSON.parse(readFileSync(process.env.CLIENT_FILE, "utf8"))
const client = new OAuth2Client({ clientId: installed.client_id, clientSecret: installed.client_secret })
client.setCredentials(JSON.parse(readFileSync(process.env.TOKEN_FILE, "utf8")))
const response = await client.request({ url: process.env.API_URL, responseType: "text" })
process.exitCode = response.data === "Bearer EXAMPLE_ACCESS_TOKEN" ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
