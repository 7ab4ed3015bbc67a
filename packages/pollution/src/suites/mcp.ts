import { load } from "../entries.ts"
import { members } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { elicitUrl, mcpAuthProvider, mcpFetch, mcpOAuthClientProvider } = await load(
    "@client-secrets/oauth/mcp",
    import("@client-secrets/oauth/mcp"),
  )
  const { memoryTokenStore } = await import("@client-secrets/oauth/local")
  const { parseClientSecrets } = await import("@client-secrets/core")
  const own = { ...members, auth_uri: "https://as.example/a", token_uri: "https://as.example/t" }
  const secrets = parseClientSecrets({ web: own })
  const serverUrl = "https://mcp.example/mcp"
  const redirectUri = own.redirect_uris[0]!
  const providerFor = (more: object = {}) => {
    const redirected: string[] = []
    const store = memoryTokenStore()
    const options = { store, serverUrl, redirectUri, redirect: (url: URL) => void redirected.push(url.href), ...more }
    return { store, redirected, provider: mcpOAuthClientProvider(secrets, options) }
  }
  const handler = async () => ({ access_token: "A", expiry_date: Date.now() + 3_600_000 })
  const server = (capabilities: object | undefined) => ({
    asked: [] as unknown[],
    getClientCapabilities: () => capabilities,
    async elicitInput(parameters: { readonly elicitationId?: string }) {
      const { elicitationId, ...rest } = parameters
      this.asked.push([typeof elicitationId, rest])
      return { action: "accept" }
    },
  })
  const control = () => new Response(new Blob(["{}"]), { headers: { a: "b" } }).text()
  return [
    {
      name: "a fetch with the token, and one without",
      run: async () => {
        const sent: unknown[] = []
        const real = globalThis.fetch
        globalThis.fetch = (async (url: string, init: object) => sent.push(["plain", url, init])) as never
        try {
          const authorization = { fetch: async (url: string | URL, init: object) => sent.push(["token", url, init]) }
          const send = mcpFetch(authorization as never, serverUrl)
          await send(serverUrl, { method: "POST" })
          await send("https://other.example/", { method: "GET" })
        } finally {
          globalThis.fetch = real
        }
        return sent
      },
    },
    {
      name: "tokens for a transport",
      run: async () => {
        const provider = mcpAuthProvider({ refreshHandler: handler }, serverUrl)
        const first = await provider.token()
        await provider.onUnauthorized({ serverUrl: new URL(serverUrl) })
        return [first, await provider.token()]
      },
    },
    {
      name: "a transport of another server",
      run: () =>
        mcpAuthProvider({ refreshHandler: handler }, serverUrl).onUnauthorized({
          serverUrl: new URL("https://o.example/"),
        }),
    },
    {
      name: "what the SDK asks of a provider",
      run: async () => {
        const { provider, redirected, store } = providerFor({ scope: "read" })
        const state = await provider.state()
        provider.saveCodeVerifier("v")
        provider.saveDiscoveryState({ authorizationServerMetadata: { token_endpoint: own.token_uri } })
        await provider.redirectToAuthorization(new URL(`${own.auth_uri}?scope=other`))
        const parameters = new URLSearchParams()
        const headers = new Headers()
        await provider.addClientAuthentication(headers, parameters, own.token_uri)
        const callback = await provider.callback(`${redirectUri}?code=c&state=${state}`)
        await provider.saveTokens({ access_token: "A", token_type: "bearer", expires_in: 3600, refresh_token: "R" })
        const kept = (await store.list!()).map(({ resource, account, tokenUri }) => [resource, account, tokenUri])
        const tokens = await provider.tokens()
        await provider.invalidateCredentials("all")
        return [
          [provider.redirectUrl, provider.clientMetadata, await provider.clientInformation(), provider.codeVerifier()],
          [parameters, [...headers], redirected, callback, kept, tokens, await provider.tokens()],
        ]
      },
      control,
    },
    {
      name: "another authorization server",
      run: () =>
        providerFor().provider.addClientAuthentication(new Headers(), new URLSearchParams(), "https://evil.example/t"),
      control,
    },
    {
      name: "a redirect with an error",
      run: async () => {
        const { provider } = providerFor()
        return provider.callback(`${redirectUri}?error=access_denied&state=${await provider.state()}`)
      },
    },
    {
      name: "a page that the host shows",
      run: async () => {
        const host = server({ elicitation: { url: {} } })
        await elicitUrl(host)("https://as.example/a")
        return host.asked
      },
    },
    {
      name: "a page that nobody can show",
      run: () => elicitUrl(server({}), { openBrowser: false })("https://as.example/a"),
    },
  ]
}

export const mcp: Suite = { sources: ["oauth", "recognize"], operations }
