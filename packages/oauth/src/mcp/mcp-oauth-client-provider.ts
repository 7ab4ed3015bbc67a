import type { AnyClientSecrets } from "@client-secrets/core"
import { checkTypes, refuseShownRequest } from "@client-secrets/source-kit"
import { checkClient, type OwnSecrets } from "../client/prepare-client.ts"
import { describeMistake } from "../client/require-client.ts"
import { ownProperties, readClientOptions, readScope, type ServerMetadata } from "../flow/options.ts"
import { authenticate } from "../http/client-authentication.ts"
import { requestRefused } from "../http/request-refused.ts"
import { openBrowser } from "../local/browser/open-browser.ts"
import { chooseRedirectUri } from "../local/choose-redirect-uri.ts"
import { isGoogleClient } from "../local/complete-client.ts"
import { joinScopes } from "../local/scopes.ts"
import { findUsableTokens, openSession } from "../local/session.ts"
import { requireAccountOptions } from "../local/sign-in-options.ts"
import { rethrow } from "../rethrow.ts"
import { fileServerOf } from "./file-server.ts"
import type {
  McpCallback,
  McpOAuthClientProvider,
  McpOAuthClientProviderOptions,
} from "./oauth-client-provider-types.ts"
import { createRedirect, type Redirect } from "./redirect.ts"
import { requireServerUrl } from "./server-url.ts"
import { storeTokens } from "./store-tokens.ts"

const providerTypes = {
  clientName: ["string"],
  authorization: ["object"],
  port: ["number"],
  redirect: ["function"],
  openBrowser: ["function"],
  signInTimeout: ["number"],
} as const

/**
 * Makes an `authProvider` for servers that need the SDK's own discovery, of a client file.
 *
 * The usual provider sends the client secret to any authorization server that an MCP server names. This one is bound to
 * the file: the secret, the code and the refresh token go to the file's token endpoint only, and the user is sent to the
 * file's authorization endpoint only. Prefer `signIn` with `mcpFetch`, with which the SDK does no OAuth at all.
 *
 * @example
 * ```ts
 * const authProvider = mcpOAuthClientProvider(secrets, { app: "my-client", serverUrl })
 * const open = () => new StreamableHTTPClientTransport(serverUrl, { authProvider })
 * let transport = open()
 * try {
 *   await client.connect(transport)
 * } catch (error) {
 *   if (!(error instanceof UnauthorizedError)) throw error
 *   const { code, iss } = await authProvider.callback()
 *   await transport.finishAuth(code, iss)
 *   await client.connect(open())
 * }
 * ```
 * Servers such as Google's answer without a token until a tool is called: wrap that call in the same way.
 *
 * @throws {ClientSecretsError} `invalid`, as `createFlow`; (the steps) `untrusted_response` if the server names another authorization server;
 *   `rejected` if the user refuses; `timeout`
 * @throws {TypeError} for anything that is not a client, and for invalid options
 * @see RFC 8707, RFC 9207, RFC 9728
 */
export function mcpOAuthClientProvider(
  given: AnyClientSecrets,
  options: McpOAuthClientProviderOptions,
): McpOAuthClientProvider {
  const mistake = describeMistake(given)
  if (mistake === undefined) return providerOf(ownProperties(given), requireAccountOptions(options))
  // It may be the file: see describeMistake().
  given = undefined as never
  throw new TypeError(mistake)
}

function providerOf(secrets: AnyClientSecrets, own: McpOAuthClientProviderOptions): McpOAuthClientProvider {
  checkTypes(own, providerTypes)
  checkClient(secrets, readClientOptions(own))
  const serverUrl = requireServerUrl(own.serverUrl)
  const print = own.print ?? console.error
  const scope = own.scope === undefined ? undefined : readScope(own)
  const place =
    own.redirect === undefined
      ? chooseRedirectUri(secrets, own.redirectUri, own.port)
      : { uri: requireRedirectUri(own.redirectUri), port: 0 }
  const fileServer = fileServerOf(secrets, own.issuer)
  const { issuer } = fileServer
  const binding = { ...(issuer !== undefined && { issuer }) }
  const redirect = createRedirect(place, own.redirect === undefined, issuer)
  const opened = openSession(secrets, own, print, serverUrl.href)
  opened.catch(() => {}) // The steps wait for it, and say what is wrong.

  // One sign-in: the values that the SDK passes between the challenge and finishAuth.
  let verifier = ""
  let requestedScope = scope ?? ""
  let discovery: unknown

  return {
    get redirectUrl() {
      return redirect.uri
    },
    get clientMetadata() {
      return {
        redirect_uris: [redirect.uri],
        token_endpoint_auth_method: secrets.clientSecret === undefined ? "none" : "client_secret_post",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        ...(own.clientName !== undefined && { client_name: own.clientName }),
        ...(scope !== undefined && { scope }),
      }
    },
    // The SDK reads the state before it uses the redirect URL, so here the port becomes known.
    state: () => redirect.begin(),
    async clientInformation() {
      return { client_id: secrets.clientId!, ...binding }
    },
    async tokens() {
      const session = await opened
      const tokens = await findUsableTokens(session, scope ?? "", undefined)
      if (tokens === undefined) return undefined
      // Without the refresh token: it is used here, at the file's own token endpoint.
      return { access_token: tokens.accessToken.reveal(), token_type: "Bearer", scope: tokens.scope, ...binding }
    },
    async saveTokens(given) {
      await storeTokens(await opened, ownProperties(given), requestedScope)
      discovery = undefined
    },
    async redirectToAuthorization(url) {
      try {
        fileServer.requireAuthorizationEndpoint(url)
      } catch (error) {
        redirect.stop()
        throw error
      }
      // The SDK prefers the scopes that the server names, which omits the refresh token.
      requestedScope = joinScopes(url.searchParams.get("scope") ?? "", scope ?? "")
      if (requestedScope !== "") url.searchParams.set("scope", requestedScope)
      for (const [name, value] of Object.entries({
        ...defaultParameters(secrets, requestedScope),
        ...own.authorization,
      }))
        url.searchParams.set(name, value)
      if (own.redirect !== undefined) return void (await own.redirect(url))
      if (own.openBrowser !== undefined) return void openWith(own.openBrowser, url.href, print)
      print(`To sign in, open this page if your browser does not: ${url.href}`)
      if (!(await openBrowser(url.href))) print("No browser could be opened on this machine.")
    },
    saveCodeVerifier(codeVerifier) {
      verifier = codeVerifier
    },
    codeVerifier: () => verifier,
    async addClientAuthentication(headers, parameters, url, metadata) {
      fileServer.requireTokenEndpoint(url)
      requireHiddenRequest(url)
      const client = { secrets: secrets as OwnSecrets, settings: { clientAuthentication: own.clientAuthentication } }
      authenticate(client, ownProperties(metadata) as ServerMetadata, parameters, headers)
    },
    saveDiscoveryState(found) {
      fileServer.requireDiscovered(found)
      discovery = found
    },
    discoveryState: () => discovery,
    async invalidateCredentials(which) {
      if (which === "all" || which === "discovery") discovery = undefined
      if (which !== "all" && which !== "tokens") return
      const session = await opened
      await session.store.delete(session.key)
    },
    // Copies of the errors: the functions that made them held the redirect's URL, and so the code.
    callback: url => receive(redirect, url, own.signInTimeout ?? 300_000).catch(rethrow),
  }
}

async function receive(redirect: Redirect, url: string | URL | undefined, milliseconds: number): Promise<McpCallback> {
  return url === undefined ? redirect.wait(milliseconds) : redirect.read(url)
}

/** An opener may wait until its browser is closed, and the SDK waits for the redirect: so it is not waited for. */
function openWith(open: (url: string) => unknown, url: string, print: (line: string) => void): void {
  Promise.resolve()
    .then(() => open(url))
    .catch(() => print(`The page could not be opened. Open it yourself to sign in: ${url}`))
}

/** The request is the SDK's: what can be done is to look whether the environment would show it to others. */
function requireHiddenRequest(url: string | URL): void {
  try {
    refuseShownRequest(url)
  } catch (error) {
    throw requestRefused(error as Error)
  }
}

function defaultParameters(secrets: AnyClientSecrets, scope: string): Record<string, string> {
  if (isGoogleClient(secrets)) return { access_type: "offline", prompt: "consent" }
  return scope.split(" ").includes("offline_access") ? { prompt: "consent" } : {}
}

function requireRedirectUri(redirectUri: string | undefined): string {
  if (redirectUri !== undefined) return redirectUri
  throw new TypeError(
    "The option `redirect` needs `redirectUri`: the registered URI where the program receives the redirect.",
  )
}
