import { load } from "../entries.ts"
import { members } from "../example.ts"
import type { Operation } from "../run-operations.ts"

const issuer = "https://as.example"
const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}

/** Signing in with a valid ID token, and with some invalid ones. */
export async function idTokenOperations(): Promise<readonly Operation[]> {
  const { createFlow } = await load("@client-secrets/oauth", import("@client-secrets/oauth"))
  const { parseClientSecrets } = await import("@client-secrets/core")
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const other = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "one", use: "sig", alg: "RS256" }
  const client = parseClientSecrets({ web: { ...members, auth_uri: `${issuer}/a`, token_uri: `${issuer}/t` } })
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/a`,
    token_endpoint: `${issuer}/t`,
    jwks_uri: `${issuer}/keys`,
  }

  const signIn = async (change: object, key = privateKey) => {
    const answers: Record<string, object> = { [`${issuer}/keys`]: { keys: [jwk] } }
    const flow = createFlow(client, {
      scope: "openid",
      issuer: metadata,
      redirectUri: members.redirect_uris[0]!,
      fetch: async (url: string | URL) =>
        new Response(JSON.stringify(answers[String(url)]), { headers: { "content-type": "application/json" } }),
    } as never)
    const request = await flow.authorizationRequest()
    const now = Math.floor(Date.now() / 1000)
    const right = { iss: issuer, sub: "ada", aud: client.clientId, iat: now, exp: now + 60, nonce: request.nonce }
    const id_token = await sign({ ...right, ...change }, key)
    answers[`${issuer}/t`] = { access_token: "A", token_type: "bearer", id_token }
    const tokens = await flow.exchange(`${request.redirectUri}?code=c&state=${request.state}`, request)
    return tokens.claims?.sub
  }
  /** The signed-in user. The reason of a refusal is ignored: oauth4webapi reads some names of parsed JSON. */
  const whoIsSignedIn = async (change: object, key?: CryptoKey) => {
    try {
      return await signIn(change, key)
    } catch {
      return "nobody"
    }
  }
  const isAdaOrNobody = async () => ["ada", "nobody"].includes((await whoIsSignedIn({})) ?? "")
  return [
    { name: "an ID token", run: isAdaOrNobody },
    { name: "an ID token signed with another key", run: () => whoIsSignedIn({ sub: "eve" }, other.privateKey) },
    { name: "an ID token for another client", run: () => whoIsSignedIn({ aud: "other" }) },
    { name: "an ID token of another issuer", run: () => whoIsSignedIn({ iss: "https://evil.example" }) },
    { name: "an ID token of another sign-in", run: () => whoIsSignedIn({ nonce: "other" }) },
    { name: "an ID token without a nonce", run: () => whoIsSignedIn({ nonce: undefined }) },
    { name: "an ID token that has expired", run: () => whoIsSignedIn({ exp: 1 }) },
    { name: "an ID token that never expires", run: () => whoIsSignedIn({ exp: undefined }) },
  ]
}

async function sign(claims: object, key: CryptoKey): Promise<string> {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")
  const input = `${encode({ alg: "RS256", kid: "one" })}.${encode(claims)}`
  const signature = await crypto.subtle.sign(algorithm.name, key, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString("base64url")}`
}
