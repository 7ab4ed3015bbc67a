import { type AnyClientSecrets, ClientSecretsError, createSecret } from "@client-secrets/core"
import { refuseProxy } from "@client-secrets/source-kit"
import { type EndpointMember, googleIssuer, isGoogleEndpoint } from "../client/google-endpoints.ts"
import type { OwnSecrets } from "../client/prepare-client.ts"
import { requireClient } from "../client/require-client.ts"
import { isSameUri, parseUri } from "../client/uri.ts"
import { joinScope, ownProperties, type ServerMetadata } from "../flow/options.ts"
import { authenticate } from "../http/client-authentication.ts"
import { requestRefused } from "../http/send.ts"
import { type Listener, listenForRedirect } from "../local/browser/listen-for-redirect.ts"
import { openBrowser } from "../local/browser/open-browser.ts"
import { failedPage, finishedPage } from "../local/browser/pages.ts"
import { chooseRedirectUri } from "../local/choose-redirect-uri.ts"
import { isGoogleClient } from "../local/complete-client.ts"
import { createTimeout } from "../local/create-timeout.ts"
import { joinScopes } from "../local/scopes.ts"
import { findUsableTokens, openSession, type Session } from "../local/session.ts"
import type { AccountOptions } from "../local/sign-in-options.ts"
import { readStoredTokens } from "../local/stores/token-store.ts"
import { requireServerUrl } from "./server-url.ts"

/** Options of `mcpOAuthClientProvider`. */
export interface McpOAuthClientProviderOptions extends AccountOptions {
  /** The MCP server. Its tokens are stored for it only: another server never gets them. */
  readonly serverUrl: string | URL
  /** The scopes to ask for. @default those that the server names */
  readonly scope?: string | readonly string[] | undefined
  /** What the server may call this client. */
  readonly clientName?: string | undefined
  /** Further parameters of the authorization request. @default at Google offline access and consent, which it needs to return a refresh token */
  readonly authorization?: Readonly<Record<string, string>> | undefined
  /** Which loopback redirect URI. @default as `signIn` */
  readonly redirectUri?: string | undefined
  /** The port to listen on. @default as `signIn` */
  readonly port?: number | undefined
  /**
   * Sends the user to the page, in a program that receives the redirect itself: then `redirectUri` is needed, nothing
   * listens, and the redirect's URL goes to `callback(url)`.
   *
   * @default opens the browser, and listens on this machine
   */
  readonly redirect?: ((url: URL) => unknown) | undefined
  /** Opens the page. @default the system's browser */
  readonly openBrowser?: ((url: string) => unknown) | undefined
  /** Receives lines for the user. @default console.error */
  readonly print?: ((line: string) => void) | undefined
  /** How long `callback()` waits for the user, in milliseconds. @default 300_000 */
  readonly signInTimeout?: number | undefined
}

/** Tokens as the SDK has them. */
export interface McpTokens {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in?: number | undefined
  readonly scope?: string | undefined
  readonly refresh_token?: string | undefined
  readonly id_token?: string | undefined
}

/** What the transport's `finishAuth(code, iss)` takes. */
export interface McpCallback {
  readonly code: string
  readonly iss: string | undefined
}

/** A type of the SDK, which differs between its versions and is not imported. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would not take what the SDK passes or expects
type SdkType = any

/** The SDK's `OAuthClientProvider`, and the redirect. */
export interface McpOAuthClientProvider {
  readonly redirectUrl: string
  readonly clientMetadata: {
    redirect_uris: string[]
    token_endpoint_auth_method: string
    grant_types: string[]
    response_types: string[]
    client_name?: string
    scope?: string
  }
  state(): Promise<string>
  clientInformation(): Promise<{ client_id: string; issuer?: string }>
  tokens(): Promise<{ access_token: string; token_type: string; scope: string; issuer?: string } | undefined>
  saveTokens(tokens: McpTokens): Promise<void>
  redirectToAuthorization(url: URL): Promise<void>
  saveCodeVerifier(codeVerifier: string): void
  codeVerifier(): string
  addClientAuthentication(
    headers: Headers,
    parameters: URLSearchParams,
    url: string | URL,
    metadata?: { readonly token_endpoint_auth_methods_supported?: readonly string[] | undefined },
  ): Promise<void>
  saveDiscoveryState(state: SdkType): void
  discoveryState(): SdkType
  invalidateCredentials(scope: string): Promise<void>
  /**
   * Waits until the browser has come back, and returns what `finishAuth` takes. The state and the issuer are checked.
   *
   * @param url the redirect's URL, in a program that received it itself
   */
  callback(url?: string | URL): Promise<McpCallback>
}

/**
 * Makes an `authProvider` for servers that need the SDK's own discovery, of a client file.
 *
 * The usual provider gives the client secret to any authorization server that an MCP server names. This one is bound to
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
 * @throws {ClientSecretsError} (the steps) `untrusted_response` if the server names another authorization server;
 *   `rejected` if the user refuses; `timeout`
 * @throws {TypeError} for what is not a client, or options that are not what they must be
 * @see RFC 8707, RFC 9207, RFC 9728
 */
export function mcpOAuthClientProvider(
  given: AnyClientSecrets,
  options: McpOAuthClientProviderOptions,
): McpOAuthClientProvider {
  requireClient(given)
  const secrets = ownProperties(given)
  const own = ownProperties(options)
  const serverUrl = requireServerUrl(own.serverUrl)
  const print = own.print ?? console.error
  const scope = own.scope === undefined ? undefined : joinScope(own.scope)
  const place =
    own.redirect === undefined
      ? chooseRedirectUri(secrets, own.redirectUri, own.port)
      : { uri: requireRedirectUri(own.redirectUri), port: 0 }
  const issuer = issuerOf(secrets, own.issuer)
  const binding = { ...(issuer !== undefined && { issuer }) }
  const opened = openSession(secrets, own, print, serverUrl.href)
  opened.catch(() => {}) // The steps wait for it, and say what is wrong.

  // One sign-in: what the SDK hands in and out between the challenge and finishAuth.
  let listener: Listener | undefined
  let redirectUrl = place.uri
  let state = ""
  let verifier = ""
  let requestedScope = scope ?? ""
  let discovery: unknown
  let arrival: ReturnType<Listener["waitFor"]> | undefined

  const stopListening = () => {
    listener?.close()
    listener = undefined
    arrival = undefined
  }

  return {
    get redirectUrl() {
      return redirectUrl
    },
    get clientMetadata() {
      return {
        redirect_uris: [redirectUrl],
        token_endpoint_auth_method: secrets.clientSecret === undefined ? "none" : "client_secret_post",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        ...(own.clientName !== undefined && { client_name: own.clientName }),
        ...(scope !== undefined && { scope }),
      }
    },
    // The SDK asks for the state before it uses the redirect URL, so here the port becomes known.
    async state() {
      stopListening()
      state = randomState()
      if (own.redirect !== undefined) return state
      listener = await listenForRedirect(place.uri, place.port)
      redirectUrl = listener.redirectUri
      arrival = listener.waitFor(state)
      return state
    },
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
      if (!isSameEndpoint("auth_uri", url, secrets.authUri)) {
        stopListening()
        throw otherServer(url, secrets)
      }
      // The SDK prefers what the server names, which leaves out the refresh token.
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
      if (!isSameEndpoint("token_uri", url, secrets.tokenUri)) throw otherServer(url, secrets)
      requireDirectRequest(new URL(url))
      const client = { secrets: secrets as OwnSecrets, settings: { clientAuthentication: own.clientAuthentication } }
      authenticate(client, ownProperties(metadata) as ServerMetadata, parameters, headers)
    },
    saveDiscoveryState(found) {
      requireOwnServer(found, secrets)
      discovery = found
    },
    discoveryState: () => discovery,
    async invalidateCredentials(which) {
      if (which === "all" || which === "discovery") discovery = undefined
      if (which !== "all" && which !== "tokens") return
      const session = await opened
      await session.store.delete(session.key)
    },
    async callback(url) {
      if (url !== undefined) return readCallback(new URL(url, redirectUrl), state, issuer)
      if (arrival === undefined)
        throw new TypeError("callback() needs a sign-in that has begun: call it after the SDK's UnauthorizedError.")
      const timeout = createTimeout(own.signInTimeout ?? 300_000)
      try {
        const { url: redirected, finish } = await Promise.race([arrival, timeout.promise])
        return await finishPage(finish, () => readCallback(new URL(redirected), state, issuer))
      } finally {
        timeout.clear()
        stopListening()
      }
    },
  }
}

/** An opener may wait until its browser is closed, and the SDK waits for the redirect: so it is not waited for. */
function openWith(open: (url: string) => unknown, url: string, print: (line: string) => void): void {
  Promise.resolve()
    .then(() => open(url))
    .catch(() => print(`The page could not be opened. Open it yourself to sign in: ${url}`))
}

async function finishPage<Result>(
  finish: (page: typeof finishedPage) => Promise<void>,
  read: () => Result,
): Promise<Result> {
  try {
    const result = read()
    await finish(finishedPage)
    return result
  } catch (error) {
    await finish(failedPage)
    throw error
  }
}

function readCallback(url: URL, state: string, issuer: string | undefined): McpCallback {
  const { searchParams } = url
  for (const name of ["state", "iss", "code", "error"])
    if (searchParams.getAll(name).length > 1)
      throw new ClientSecretsError("untrusted_response", `The redirect has the parameter ${name} twice.`)
  if (state === "" || searchParams.get("state") !== state)
    throw new ClientSecretsError("untrusted_response", "The redirect's state is not that of this sign-in.")
  const iss = searchParams.get("iss") ?? undefined
  if (iss !== undefined && issuer !== undefined && !isSameUri(iss, issuer))
    throw new ClientSecretsError("untrusted_response", "The redirect comes from another issuer than the client file's.")
  const code = searchParams.get("code")
  if (code !== null && code !== "" && !searchParams.has("error")) return { code, iss }
  const denied = searchParams.get("error") === "access_denied"
  const message = denied
    ? "The user declined, or is not allowed to use this app."
    : "The provider answered with an error in place of a code."
  const error = denied ? "access_denied" : "server_error"
  throw new ClientSecretsError("rejected", message, { provider: { endpoint: "authorization", error } })
}

/** Whether an endpoint that a server named is the file's. Google's endpoints have several addresses. */
function isSameEndpoint(member: EndpointMember, url: string | URL, own: string | undefined): boolean {
  const plain = parseUri(String(url))
  if (plain === undefined || own === undefined) return false
  plain.search = ""
  plain.hash = ""
  return isSameUri(plain.href, own) || (isGoogleEndpoint(member, plain.href) && isGoogleEndpoint(member, own))
}

/** Looks at what was discovered before anything is sent there. */
function requireOwnServer(found: unknown, secrets: AnyClientSecrets): void {
  const { authorizationServerMetadata } = ownProperties(found as Record<string, object>)
  if (authorizationServerMetadata === undefined) return
  const metadata = ownProperties(authorizationServerMetadata as Record<string, unknown>)
  for (const [member, own] of [
    ["authorization_endpoint", secrets.authUri],
    ["token_endpoint", secrets.tokenUri],
  ] as const) {
    const named = metadata[member]
    const kind = member === "token_endpoint" ? "token_uri" : "auth_uri"
    if (typeof named === "string" && !isSameEndpoint(kind, named, own)) throw otherServer(named, secrets)
  }
}

function otherServer(named: string | URL, { tokenUri }: AnyClientSecrets): ClientSecretsError {
  const [other, own] = [parseUri(String(named))?.origin ?? "an unknown place", parseUri(tokenUri ?? "")?.origin]
  return new ClientSecretsError(
    "untrusted_response",
    `The MCP server names the authorization server ${other}, but the client file is for ${own}. Nothing was sent there. Check the server's URL, and use the client file of its provider.`,
  )
}

/** The request is the SDK's: what can be done is to look whether the environment would send it through a proxy. */
function requireDirectRequest({ protocol, hostname }: URL): void {
  if (protocol !== "http:") return
  try {
    refuseProxy(hostname.replace(/^\[(.*)\]$/, "$1"))
  } catch (error) {
    throw requestRefused(error as Error)
  }
}

function defaultParameters(secrets: AnyClientSecrets, scope: string): Record<string, string> {
  if (isGoogleClient(secrets)) return { access_type: "offline", prompt: "consent" }
  return scope.split(" ").includes("offline_access") ? { prompt: "consent" } : {}
}

function issuerOf(secrets: AnyClientSecrets, given: AccountOptions["issuer"]): string | undefined {
  const named = (typeof given === "object" ? given.issuer : given) ?? secrets.issuer
  return named ?? (isGoogleClient(secrets) ? googleIssuer : undefined)
}

/** A token that is stored already is not stored again: the SDK hands back what it got, which lacks the refresh token. */
async function storeTokens({ store, key }: Session, given: McpTokens, requestedScope: string): Promise<void> {
  const { access_token, expires_in, scope, refresh_token } = given
  const before = await readStoredTokens(store, key)
  if (before?.accessToken.reveal() === access_token) return
  const refreshToken = refresh_token === undefined ? before?.refreshToken : createSecret(refresh_token)
  await store.set(key, {
    accessToken: createSecret(access_token),
    tokenType: "bearer",
    scope: scope ?? requestedScope,
    requestedScope,
    ...(expires_in !== undefined && { expiresAt: Date.now() + expires_in * 1000 }),
    ...(refreshToken !== undefined && { refreshToken }),
  })
}

function requireRedirectUri(redirectUri: string | undefined): string {
  if (redirectUri !== undefined) return redirectUri
  throw new TypeError(
    "The option `redirect` needs `redirectUri`: the registered URI where the program receives the redirect.",
  )
}

/** 256 random bits. */
function randomState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
}
