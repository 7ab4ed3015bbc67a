// The bare script, plus what every program with two packages needs: Node resolves each of them and loads one of its files.
import { first } from "first-constant"
import { second } from "second-constant"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
process.exitCode = first < second && web.client_id === process.env.EXPECTED_CLIENT_ID && web.client_secret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
