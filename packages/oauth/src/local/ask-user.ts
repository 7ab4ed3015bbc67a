import { ClientSecretsError } from "@client-secrets/core"
import { setPort } from "../client/redirect-uri.ts"
import type { AuthorizationParameters, AuthorizationRequest, Flow } from "../flow/flow.ts"
import { ownProperties } from "../flow/options.ts"
import { askForRedirect, readStandardInput } from "./browser/ask-for-redirect.ts"
import { writeLaunchFile } from "./browser/launch-file.ts"
import { listenForRedirect } from "./browser/listen-for-redirect.ts"
import { openBrowser } from "./browser/open-browser.ts"
import { failedPage, finishedPage } from "./browser/pages.ts"
import { chooseRedirectUri, type RedirectPlace } from "./choose-redirect-uri.ts"
import { createTimeout } from "./create-timeout.ts"
import { createDeferred } from "./deferred.ts"
import { joinScopes, missingScopes } from "./scopes.ts"
import type { Session } from "./session.ts"
import { type BegunWork, untilAborted } from "./share-work.ts"
import type { SignInSettings } from "./sign-in-options.ts"
import { optionalMethod, readStoredTokens, type StoredTokens } from "./stores/token-store.ts"

/** The part of a sign-in that is known before the user has come back. */
export interface SignInProgress {
  /** The page to open. Rejects if the sign-in fails before it is known. */
  readonly url: Promise<string>
  /** Rejects if the caller has to show the page itself; never resolves. The sign-in goes on. */
  readonly handedOver: Promise<never>
}

/** One sign-in, with what its steps need. */
interface Attempt {
  readonly settings: SignInSettings
  readonly signal: AbortSignal
  readonly flow: Flow
  readonly place: RedirectPlace
  readonly parameters: Omit<AuthorizationParameters, "redirectUri">
  /** Gets the tokens for the address that the browser came back to, and stores them. */
  exchange(url: string, request: AuthorizationRequest): Promise<StoredTokens>
  onUrl(url: string): void
  onHandOver(error: unknown): void
}

/** Asks the user to sign in, and stores the result. */
export function askUser(
  session: Session,
  settings: SignInSettings,
  signal: AbortSignal,
): BegunWork<StoredTokens, SignInProgress> {
  const url = createDeferred<string>()
  const handedOver = createDeferred<never>()
  const result = signInAndStore(session, settings, signal, url.resolve, handedOver.reject)
  result.catch(url.reject)
  return { result, progress: { url: url.promise, handedOver: handedOver.promise } }
}

async function signInAndStore(
  session: Session,
  settings: SignInSettings,
  signal: AbortSignal,
  onUrl: (url: string) => void,
  onHandOver: (error: unknown) => void,
): Promise<StoredTokens> {
  const { store, key, isGoogle } = session
  const place = chooseRedirectUri(session.secrets, settings.redirectUri, settings.port)
  await optionalMethod(store, "probe")?.(key)
  // Scopes that this account granted to another program with the same name remain granted.
  const requestedScope = joinScopes(settings.scope, grantedBefore(session, await readStoredTokens(store, key)))
  const flow = await session.flowFor(requestedScope)
  const parameters = { ...defaultParameters(session, requestedScope), ...ownProperties(settings.authorization) }
  const exchange: Attempt["exchange"] = async (url, request) => {
    const tokens = ownProperties({ ...(await flow.exchange(url, request, { signal })), requestedScope })
    await store.set(key, tokens)
    return tokens
  }
  const attempt: Attempt = { settings, signal, flow, place, parameters, exchange, onUrl, onHandOver }
  const tokens = await (settings.headless === true ? signInElsewhere(attempt) : signInHere(attempt))
  warnOfShortSignIn(tokens, settings)
  if (isGoogle) requireScopes(settings.scope, tokens)
  return tokens
}

/** Google's scopes are returned by the names that it accepts; others' not always. */
function grantedBefore({ isGoogle }: Session, before: StoredTokens | undefined): string {
  if (before === undefined) return ""
  return isGoogle ? before.scope : (before.requestedScope ?? before.scope)
}

function defaultParameters({ isGoogle, key }: Session, scope: string): AuthorizationParameters {
  const suggestion = key.account.includes("@") ? { loginHint: key.account } : {}
  const prompt = isGoogle ? googlePrompt(key.account) : offlinePrompt(scope)
  return { accessType: "offline", ...(prompt !== undefined && { prompt }), ...suggestion }
}

/**
 * Google returns a refresh token only with consent: without it the user would be asked every hour. A named account may be
 * another one than the browser's own.
 */
function googlePrompt(account: string): string {
  return account === "" || account.includes("@") ? "consent" : "consent select_account"
}

/** OpenID Connect has the same rule for offline_access (Core section 11). */
function offlinePrompt(scope: string): string | undefined {
  return scope.split(" ").includes("offline_access") ? "consent" : undefined
}

/** Listens on this machine, and opens the system's browser. */
async function signInHere(attempt: Attempt): Promise<StoredTokens> {
  const { flow, place, parameters, settings, signal, exchange, onUrl } = attempt
  if (settings.host !== undefined)
    settings.print(
      `Warning: this sign-in listens on ${settings.host}, so other machines may be able to reach it. Publish the port to this machine only.`,
    )
  const listener = await listenForRedirect(place.uri, place.port, settings.host)
  try {
    const request = await flow.authorizationRequest({ ...parameters, redirectUri: listener.redirectUri })
    const arrival = listener.waitFor(request.state)
    onUrl(request.url)
    const { url, finish } = await waitForUser(openAndWait(request, arrival, attempt), settings, signal)
    try {
      const tokens = await exchange(url, request)
      await finish(finishedPage)
      return tokens
    } catch (error) {
      await finish(failedPage)
      throw error
    }
  } finally {
    listener.close()
  }
}

/** The user's arrival; a browser that cannot be opened ends it. Callers may wait until their browser is closed. */
async function openAndWait<Arrival>(
  request: AuthorizationRequest,
  arrival: Promise<Arrival>,
  { settings, onHandOver }: Attempt,
): Promise<Arrival> {
  const result = createDeferred<Arrival>()
  const launch = settings.launchFile === true ? await writeLaunchFile(request.url) : undefined
  arrival.then(result.resolve, result.reject)
  openPage(launch?.url ?? request.url, request.url, settings).catch((error: unknown) => {
    const isHandOver = ClientSecretsError.is(error) && error.code === "sign_in_required"
    if (isHandOver) onHandOver(error)
    else result.reject(error)
  })
  return result.promise.finally(() => launch?.remove())
}

async function openPage(page: string, url: string, { openBrowser: open, print }: SignInSettings): Promise<void> {
  if (open !== undefined) return void (await open(page))
  print(`To sign in, open this page if your browser does not: ${url}`)
  if (!(await openBrowser(page))) print("No browser could be opened on this machine.")
}

/** Prints the URL, and reads the address that a browser on any machine ended at. */
async function signInElsewhere({
  flow,
  place,
  parameters,
  settings,
  signal,
  exchange,
  onUrl,
}: Attempt): Promise<StoredTokens> {
  const redirectUri = place.port === 0 ? place.uri : setPort(place.uri, `:${place.port}`)
  const request = await flow.authorizationRequest({ ...parameters, redirectUri })
  onUrl(request.url)
  settings.print(`To sign in, open this page in a browser on any machine: ${request.url}`)
  const input = settings.readLine === undefined ? readStandardInput() : undefined
  try {
    const asked = askForRedirect(request, settings.readLine ?? input!.readLine, settings.print)
    return await exchange(await waitForUser(asked, settings, signal), request)
  } finally {
    input?.close()
  }
}

async function waitForUser<Result>(
  work: Promise<Result>,
  { signInTimeout }: SignInSettings,
  signal: AbortSignal,
): Promise<Result> {
  const timeout = createTimeout(signInTimeout)
  try {
    return await untilAborted(Promise.race([work, timeout.promise]), signal)
  } finally {
    timeout.clear()
  }
}

const day = 86_400_000

/** On the first day, since on the eighth it is too late. */
function warnOfShortSignIn({ refreshTokenExpiresAt }: StoredTokens, { print }: SignInSettings): void {
  if (refreshTokenExpiresAt === undefined) return
  const days = Math.round((refreshTokenExpiresAt - Date.now()) / day)
  if (days > 30) return
  print(
    `This sign-in ends in ${days} days, by the provider's rule. Google does so while the app's publishing status is Testing: publish the app in Google's console (Audience) to make it last.`,
  )
}

/** Google lets its users leave out single scopes. The tokens stay stored: they are good for the others. */
function requireScopes(wanted: string, tokens: StoredTokens): void {
  const missing = missingScopes(wanted, tokens.scope, true)
  if (missing.length === 0) return
  throw new ClientSecretsError(
    "scope_missing",
    `The user did not grant ${missing.join(" ")}. Call signIn() again, and ask the user to tick every box; or ask for fewer scopes.`,
  )
}
