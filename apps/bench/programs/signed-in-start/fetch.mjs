import { readFileSync } from "node:fs"

const { access_token } = JSON.parse(readFileSync(process.env.TOKEN_FILE, "utf8"))
const response = await fetch(process.env.API_URL, { headers: { authorization: `Bearer ${access_token}` } })
process.exitCode = (await response.text()) === "Bearer EXAMPLE_ACCESS_TOKEN" ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
