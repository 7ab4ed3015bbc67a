// The bare script, and what no program of two packages can do without: Node looks each of them up and loads a file of it.
import { first } from "first-constant"
import { second } from "second-constant"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
process.exitCode = first < second && web.client_id === process.env.EXPECTED_CLIENT_ID && web.client_secret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
