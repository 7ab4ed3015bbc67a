import { OAuth2Client } from "google-auth-library"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
const client = new OAuth2Client({
  clientId: web.client_id,
  clientSecret: web.client_secret,
  redirectUri: web.redirect_uris[0],
})
process.exitCode = client._clientId === process.env.EXPECTED_CLIENT_ID && client._clientSecret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
