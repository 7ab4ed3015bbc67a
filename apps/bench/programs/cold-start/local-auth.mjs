// Its authenticate() reads the file and then opens a browser: all that can be measured of it is being there to be called.
import { authenticate } from "@google-cloud/local-auth"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
process.exitCode = typeof authenticate === "function" && web.client_id === process.env.EXPECTED_CLIENT_ID ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
