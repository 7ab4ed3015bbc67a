// Its authenticate() reads the file and then opens a browser: only the import can be measured.
import { authenticate } from "@google-cloud/local-auth"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
process.exitCode = typeof authenticate === "function" && web.client_id === process.env.EXPECTED_CLIENT_ID ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
