import { OAuth2Client } from "google-auth-library"

const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
const client = new OAuth2Client({
  clientId: web.client_id,
  clientSecret: web.client_secret,
  redirectUri: web.redirect_uris[0],
})
const { codeChallenge, codeVerifier } = await client.generateCodeVerifierAsync()
const url = client.generateAuthUrl({
  access_type: "offline",
  scope: process.env.SCOPE,
  state: codeVerifier.slice(0, 43),
  code_challenge: codeChallenge,
  code_challenge_method: "S256",
})
process.exitCode = new URL(url).searchParams.get("client_id") === process.env.EXPECTED_CLIENT_ID ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
