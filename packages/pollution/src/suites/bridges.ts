import { load } from "../entries.ts"
import { members } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { toAuthJs } = await load("@client-secrets/oauth/auth-js", import("@client-secrets/oauth/auth-js"))
  const { toBetterAuth } = await load("@client-secrets/oauth/better-auth", import("@client-secrets/oauth/better-auth"))
  const { connectGoogleAuthLibrary, toGoogleAuthLibrary } = await load(
    "@client-secrets/oauth/google-auth-library",
    import("@client-secrets/oauth/google-auth-library"),
  )
  const { toOpenidClient } = await load(
    "@client-secrets/oauth/openid-client",
    import("@client-secrets/oauth/openid-client"),
  )
  const { parseClientSecrets } = await import("@client-secrets/core")
  const google = parseClientSecrets({ web: members })
  const other = parseClientSecrets({
    web: {
      ...members,
      auth_uri: "https://as.example/a",
      token_uri: "https://as.example/t",
      issuer: "https://as.example",
    },
  })
  const withoutIssuer = parseClientSecrets({
    web: { ...members, auth_uri: "https://as.example/a", token_uri: "https://as.example/t" },
  })
  const refreshHandler = async () => ({ access_token: "A", expiry_date: 1 })
  const clients = Object.entries({ google, other, withoutIssuer })
  return clients.flatMap(([name, client]): readonly Operation[] => [
    { name: `Auth.js: ${name}`, run: () => toAuthJs(client, { id: "x" }) },
    { name: `Better Auth: ${name}`, run: () => toBetterAuth(client, { providerId: "x" }) },
    { name: `google-auth-library: ${name}`, run: () => toGoogleAuthLibrary(client) },
    { name: `openid-client: ${name}`, run: () => toOpenidClient(client) },
    {
      name: `google-auth-library's handler: ${name}`,
      run: () => connectGoogleAuthLibrary({ forceRefreshOnFailure: false }, { refreshHandler }),
    },
  ])
}

export const bridges: Suite = { sources: ["oauth", "recognize"], operations }
