import { ClientSecretsError } from "@client-secrets/core"
import { checkTypes } from "@client-secrets/source-kit"
import type { SignOutOptions } from "../authorization/authorization.ts"
import { ownProperties, requireOptions } from "../flow/options.ts"
import { rethrowUsageError } from "../rethrow.ts"
import type { SignInInput } from "./complete-client.ts"
import { openSession } from "./session.ts"
import type { AccountOptions } from "./sign-in-options.ts"
import { forgetTokens } from "./stored-authorization.ts"
import { optionalMethod, readStoredTokens } from "./stores/token-store.ts"

/** One stored sign-in. */
export interface Account {
  /** The name that `signIn` was called with; empty for the only one. */
  readonly account: string
  /** The granted scopes, separated by spaces. */
  readonly scope: string
  /** The user's email address, if the sign-in asked for `openid email`. */
  readonly email?: string
}

/**
 * The accounts of this client that are signed in, by name.
 *
 * @throws {ClientSecretsError} `unsupported` if the store cannot list its entries; what the source and the store throw
 */
export function listAccounts(
  input: SignInInput,
  options: Omit<AccountOptions, "account">,
): Promise<readonly Account[]> {
  return openAndList(input, options).catch(rethrowUsageError)
}

async function openAndList(input: SignInInput, options: Omit<AccountOptions, "account">): Promise<readonly Account[]> {
  const { store, key } = await openSession(input, { ...requireOptions(options), account: undefined }, console.error)
  const list = optionalMethod(store, "list")
  if (list === undefined)
    throw new ClientSecretsError("unsupported", "This token store has no list(), so its accounts cannot be listed.")
  const accounts: Account[] = []
  for (const listed of await list()) {
    const found = ownProperties(listed)
    const isSameClient = found.clientId === key.clientId && found.issuer === key.issuer
    if (!isSameClient || found.tokenUri !== key.tokenUri || found.resource !== undefined) continue
    const tokens = await readStoredTokens(store, listed)
    const email = ownProperties(tokens?.claims).email
    if (tokens !== undefined)
      accounts.push({ account: found.account, scope: tokens.scope, ...(email !== undefined && { email }) })
  }
  return accounts.sort((one, other) => (one.account < other.account ? -1 : 1))
}

/**
 * Removes a stored sign-in, and asks the provider to end it. Without one it does nothing.
 *
 * @throws {ClientSecretsError} the provider's error; the sign-in is removed anyway
 */
export function signOut(input: SignInInput, options: AccountOptions & SignOutOptions): Promise<void> {
  return openAndForget(input, options).catch(rethrowUsageError)
}

async function openAndForget(input: SignInInput, options: AccountOptions & SignOutOptions): Promise<void> {
  const own = requireOptions(options)
  checkTypes(own, { revoke: ["boolean"] })
  const session = await openSession(input, own, console.error)
  await forgetTokens(session, undefined, own)
}
