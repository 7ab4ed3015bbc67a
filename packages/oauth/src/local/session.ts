import { type AbortSignalLike, type AnyClientSecrets, ClientSecretsError, type Secret } from "@client-secrets/core"
import { isFresh, isRefreshable } from "../authorization/token-keeper.ts"
import type { Flow } from "../flow/flow.ts"
import type { LoaderLike } from "../flow/loader-like.ts"
import type { FlowOptions } from "../flow/options.ts"
import { canSignInMend } from "./can-sign-in-mend.ts"
import { isGoogleClient, type SignInInput, toLoader } from "./complete-client.ts"
import { findStore } from "./default-store.ts"
import { missingScopes } from "./scopes.ts"
import { shareWork } from "./share-work.ts"
import { type AccountOptions, requireAccountOptions } from "./sign-in-options.ts"
import {
  optionalMethod,
  readStoredTokens,
  type StoredTokens,
  type TokenKey,
  type TokenStore,
} from "./stores/token-store.ts"

/** One account of one client: where its sign-in is kept, and the flow that renews it. */
export interface Session {
  readonly secrets: AnyClientSecrets
  /** A flow that asks for these scopes. Loaded on first use: a sign-in whose token is valid does not need one. */
  flowFor(scope: string): Promise<Flow>
  readonly store: TokenStore
  readonly key: TokenKey
  readonly isGoogle: boolean
}

export async function openSession(
  input: SignInInput,
  options: AccountOptions & { readonly signal?: AbortSignalLike | undefined },
  print: (line: string) => void,
  resource?: string,
): Promise<Session> {
  const own = requireAccountOptions(options)
  const store = findStore(own)
  const account = own.account ?? ""
  const loader: LoaderLike = toLoader(input, print)
  const secrets = await loader.get({ signal: own.signal })
  const { clientId, authUri, tokenUri } = secrets
  const key: TokenKey = {
    clientId: clientId!,
    issuer: nameIssuer(secrets, own.issuer) ?? authUri!,
    tokenUri: tokenUri!,
    account,
    ...(resource !== undefined && { resource }),
  }
  // A flow remembers the metadata of the issuer.
  const flows = new Map<string, Flow>()
  const flowFor = async (scope: string) => {
    const { flowFromClientSecrets } = await import("../flow/flow-from-client-secrets.ts")
    const flow = flows.get(scope) ?? flowFromClientSecrets(loader, { ...flowOptionsOf(own), scope })
    flows.set(scope, flow)
    return flow
  }
  return { secrets, flowFor, store, key, isGoogle: isGoogleClient(secrets) }
}

function nameIssuer(secrets: AnyClientSecrets, given: FlowOptions["issuer"]): string | undefined {
  return (typeof given === "object" ? given.issuer : given) ?? secrets.issuer
}

/** The flow's own options, by name: the others are not for it. */
function flowOptionsOf(options: AccountOptions): Omit<FlowOptions, "scope"> {
  const { issuer, clientAuthentication, allowedEndpointOrigins, allowInsecureEndpoints, timeout, fetch } = options
  return { issuer, clientAuthentication, allowedEndpointOrigins, allowInsecureEndpoints, timeout, fetch }
}

/**
 * The stored sign-in, renewed if it has expired; undefined if the user has to sign in.
 *
 * @throws {ClientSecretsError} if the store could not be read, or the provider could not be reached
 */
export async function findUsableTokens(
  session: Session,
  scope: string,
  signal: AbortSignalLike | undefined,
): Promise<StoredTokens | undefined> {
  const kept = await readStoredTokens(session.store, session.key)
  if (kept === undefined || !coversScope(session, kept, scope)) return undefined
  if (isFresh(kept)) return kept
  try {
    const renewed = await renewTokens(session, undefined, signal)
    return coversScope(session, renewed, scope) ? renewed : undefined
  } catch (error) {
    if (ClientSecretsError.is(error) && error.code === "sign_in_required") return undefined
    throw error
  }
}

/**
 * Google reports exactly what was granted, and its users can deselect scopes. Others have different names for scopes, so
 * the requested ones count as well: requesting them again would not change anything.
 */
export function coversScope({ isGoogle }: Session, tokens: StoredTokens, wanted: string): boolean {
  const known = isGoogle ? tokens.scope : `${tokens.scope} ${tokens.requestedScope ?? ""}`.trim()
  return missingScopes(wanted, known, isGoogle).length === 0
}

/**
 * Renews the stored tokens with one request, however many callers and processes need it at the same time.
 *
 * @param refused the access token that a server has refused although it has not expired, if there is one
 * @throws {ClientSecretsError} `sign_in_required` if only the user can help
 */
export async function renewTokens(
  session: Session,
  refused: Secret | undefined,
  signal: AbortSignalLike | undefined,
): Promise<StoredTokens> {
  for (;;) {
    const work = shareWork(session, "renew", shared => ({
      result: renewUnderLock(session, refused, shared),
      progress: undefined,
    }))
    const tokens = await work.wait(signal)
    // A renewal that another caller began does not know which token was refused.
    if (!isSame(tokens.accessToken, refused)) return tokens
  }
}

async function renewUnderLock(
  session: Session,
  refused: Secret | undefined,
  signal: AbortSignal,
): Promise<StoredTokens> {
  const { store, key } = session
  const release = await optionalMethod(store, "lock")?.(key, { signal })
  try {
    // Another process may have renewed them while this one waited.
    const current = await readStoredTokens(store, key)
    if (current === undefined) throw signInRequired(session, "The stored sign-in no longer exists.")
    if (isFresh(current) && !isSame(current.accessToken, refused)) return current
    if (!isRefreshable(current))
      throw signInRequired(session, "The stored sign-in has expired, and the provider gave no refresh token.")
    await optionalMethod(store, "probe")?.(key)
    return await renew(session, current)
  } finally {
    await release?.()
  }
}

function isSame(token: Secret, other: Secret | undefined): boolean {
  return other !== undefined && token.equals(other)
}

/** A flow needs a scope. This one is not sent: a refresh renews the granted scopes. */
export const unknownScope = "unknown"

/** Without a signal: a request that is stopped half way may already have used the refresh token. */
async function renew(session: Session, current: StoredTokens): Promise<StoredTokens> {
  const { store, key } = session
  const { requestedScope } = current
  try {
    const flow = await session.flowFor(current.scope || requestedScope || unknownScope)
    const tokens = await flow.refresh(current)
    const scope = tokens.scope === unknownScope ? "" : tokens.scope
    const renewed = { ...tokens, scope, ...(requestedScope !== undefined && { requestedScope }) }
    await store.set(key, renewed)
    return renewed
  } catch (error) {
    if (!canSignInMend(error)) throw error
    if ((error as ClientSecretsError).provider?.error === "invalid_grant") await store.delete(key)
    throw signInRequired(session, "The provider no longer accepts the stored sign-in.")
  }
}

export function signInRequired({ key, isGoogle }: Session, why: string): ClientSecretsError {
  const who = key.account === "" ? "The user" : `The user of the account ${JSON.stringify(key.account)}`
  const testing = isGoogle ? " Google ends a sign-in after 7 days while the app's publishing status is Testing." : ""
  return new ClientSecretsError(
    "sign_in_required",
    `${why} ${who} has to sign in: call signIn() interactively.${testing}`,
  )
}
