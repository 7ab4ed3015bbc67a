// One of several processes that renew the same stored sign-in at the same time; ends with 0 if it has a new access token.
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { fileTokenStore, signIn } from "@client-secrets/oauth/local"

const { issuer, secret, scope, folder, loopback } = JSON.parse(process.env.PROVIDER)
const client = await fromDiscovery(issuer, {
  type: "installed",
  clientId: "native-client",
  clientSecret: secret,
  redirectUris: [loopback],
  clientAuthentication: "client_secret_post",
})
const store = fileTokenStore(folder)
const options = { app: "providers-test", scope, store, interactive: false, print() {} }
const session = await signIn(client, options)
const before = session.tokens.accessToken.reveal()
// An API has refused the token: every process wants another one.
const handler = session.refreshHandler
await handler()
await new Promise(resolve => setTimeout(resolve, 5))
const { access_token } = await handler()
if (access_token === before) throw new Error("The access token was not renewed.")
