import { ClientSecretsError } from "@client-secrets/core"
import type { Authorization } from "../authorization/authorization.ts"
import { ownProperties } from "../flow/options.ts"
import { rethrowUsageError } from "../rethrow.ts"
import type { SignInProgress } from "./ask-user.ts"
import type { SignInInput } from "./complete-client.ts"
import { createDeferred } from "./deferred.ts"
import { coversScope, findUsableTokens, openSession, type Session, signInRequired } from "./session.ts"
import { type SharedWork, shareWork } from "./share-work.ts"
import { readSignInOptions, type SignInOptions, type SignInSettings } from "./sign-in-options.ts"
import { createStoredAuthorization } from "./stored-authorization.ts"
import type { StoredTokens } from "./stores/token-store.ts"

/**
 * Signs the user of this machine in, and returns a session that stays alive.
 *
 * A stored sign-in is used if there is one: without a port, a browser or a request, as long as its access token is valid.
 * Otherwise the browser opens, and the program listens on a loopback redirect URI for one redirect with the right state.
 * Calls for the same account at the same time open one browser.
 *
 * For Node, Deno (`--allow-net`, `--allow-read`, `--allow-write`, `--allow-env`, `--allow-sys`, and `--allow-run` for the
 * browser) and Bun. A server that signs in the users of a site uses `createFlow`.
 *
 * @example
 * ```ts
 * const google = await signIn(fileSource("client_secrets.json"), {
 *   app: "my-program",
 *   scope: "https://www.googleapis.com/auth/calendar.readonly",
 * })
 * const response = await google.fetch("https://www.googleapis.com/calendar/v3/users/me/calendarList")
 * ```
 * @param input a client, or a source or loader that has it. A file without endpoints is taken for Google's, with a
 *   warning, and an installed client without redirect URIs uses `http://127.0.0.1`.
 * @throws {ClientSecretsError} `sign_in_required` with `interactive: false` and no usable sign-in; `scope_missing` if a
 *   user of Google left out a scope; `redirect_uri_mismatch` without a loopback redirect URI; `unavailable` if the port is
 *   taken; `timeout` if the user does not come back; `rejected` if the user refuses; what the source and the store throw
 * @throws {TypeError} for invalid options
 * @see RFC 8252
 */
export function signIn(input: SignInInput, options: SignInOptions): Promise<Authorization> {
  return openAndSignIn(input, options).catch(rethrowUsageError)
}

async function openAndSignIn(input: SignInInput, options: SignInOptions): Promise<Authorization> {
  const settings = readSignInOptions(options)
  const session = await openSession(input, settings, settings.print)
  return createStoredAuthorization(session, await findOrAsk(session, settings), settings.fetch)
}

/** Finds the stored sign-in or asks the user: every function that signs in uses it. */
export async function findOrAsk(session: Session, settings: SignInSettings): Promise<StoredTokens> {
  const { scope, signal, interactive, force } = settings
  for (let isFirst = true; ; isFirst = false) {
    const usable = force === true && isFirst ? undefined : await findUsableTokens(session, scope, signal)
    if (usable !== undefined) return usable
    if (interactive === false) throw signInRequired(session, "There is no stored sign-in for these scopes.")
    const work = await joinSignIn(session, settings)
    const { handedOver } = work.progress
    const tokens = await Promise.race([work.wait(signal), handedOver])
    // A sign-in that another call began may have been for fewer scopes.
    if (coversScope(session, tokens, scope)) return tokens
  }
}

/** One sign-in at a time for each account: two browser windows for the same account would only confuse. */
async function joinSignIn(
  session: Session,
  settings: SignInSettings,
): Promise<SharedWork<StoredTokens, SignInProgress>> {
  // The listener and the browser are loaded on first use: most starts of a program find a stored sign-in.
  const { askUser } = await import("./ask-user.ts")
  return shareWork(session, "sign in", signal => askUser(session, settings, signal))
}

/** A sign-in that has begun. */
export interface BegunSignIn {
  /** The page to open in a browser on this machine; undefined if the user is signed in already. */
  readonly url: string | undefined
  /** The session, when the user has come back. A rejection that nobody waits for does not end the process. */
  readonly authorization: Promise<Authorization>
  /** Gives the sign-in up. The promise then rejects with `aborted`. */
  cancel(): void
}

/**
 * Begins a sign-in, and returns the page to open instead of opening it: for programs that show it themselves.
 *
 * A browser opens only if `openBrowser` is passed. Everything else is as in `signIn`.
 *
 * @throws as `signIn`, as far as it fails before the page is known
 */
export function beginSignIn(input: SignInInput, options: SignInOptions): Promise<BegunSignIn> {
  return openAndBegin(input, options).catch(rethrowUsageError)
}

async function openAndBegin(input: SignInInput, options: SignInOptions): Promise<BegunSignIn> {
  const given = readSignInOptions(options)
  const settings: SignInSettings = ownProperties({ ...given, openBrowser: given.openBrowser ?? (() => {}) })
  const session = await openSession(input, settings, settings.print)
  const usable = settings.force === true ? undefined : await findUsableTokens(session, settings.scope, settings.signal)
  if (usable !== undefined)
    return {
      url: undefined,
      authorization: Promise.resolve(createStoredAuthorization(session, usable, settings.fetch)),
      cancel() {},
    }
  if (settings.interactive === false) throw signInRequired(session, "There is no stored sign-in for these scopes.")
  return startSignIn(session, settings)
}

async function startSignIn(session: Session, settings: SignInSettings): Promise<BegunSignIn> {
  const canceled = new AbortController()
  const cancel = () => canceled.abort(new ClientSecretsError("aborted", "The sign-in was canceled."))
  const { signal } = settings
  const abort = () => canceled.abort(signal?.reason)
  if (signal?.aborted) abort()
  signal?.addEventListener("abort", abort)
  const work = await joinSignIn(session, settings)
  const authorization = createDeferred<Authorization>()
  work
    .wait(canceled.signal)
    .then(
      tokens => authorization.resolve(createStoredAuthorization(session, tokens, settings.fetch)),
      authorization.reject,
    )
    .finally(() => signal?.removeEventListener("abort", abort))
  const url = await Promise.race([work.progress.url, authorization.promise.then(() => undefined)])
  return { url, authorization: authorization.promise, cancel }
}
