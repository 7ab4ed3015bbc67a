import type { AbortSignalLike } from "@client-secrets/core"
import { checkTypes } from "@client-secrets/source-kit"
import type { AuthorizationParameters } from "../flow/flow.ts"
import { type FlowOptions, ownProperties, readClientOptions, readScope, requireOptions } from "../flow/options.ts"
import type { TokenStore } from "./stores/token-store.ts"

/** Which sign-in is meant: of which program, in which store, and with which account. */
export interface AccountOptions extends Omit<FlowOptions, "redirectUri" | "scope"> {
  /** The program's name, such as `my-program`: the folder of this user's state where sign-ins are kept. Needed without `store`. */
  readonly app?: string | undefined
  /** Where sign-ins are kept between two runs. @default a `fileTokenStore` in the folder of `app` */
  readonly store?: TokenStore | undefined
  /** Which of several accounts of this user: any name; with an @ it is suggested to the provider. @default "", the only one */
  readonly account?: string | undefined
}

/** Options of `signIn`: the flow's, which account, and how the user is asked. */
export interface SignInOptions extends AccountOptions {
  /** The scopes to ask for, separated by spaces or as a list. */
  readonly scope: string | readonly string[]
  /** Whether the user may be asked. If not, a missing sign-in is the error `sign_in_required`. @default true */
  readonly interactive?: boolean | undefined
  /** Asks the user even if there is a sign-in. @default false */
  readonly force?: boolean | undefined
  /** Which loopback redirect URI. @default the file's first with a literal address, otherwise with `localhost`; for Google's desktop clients `http://127.0.0.1` */
  readonly redirectUri?: string | undefined
  /** The port to listen on, for an installed application. @default the redirect URI's, or any free one */
  readonly port?: number | undefined
  /**
   * Another address to listen on than the redirect URI's, such as `0.0.0.0` in a container whose port is published.
   *
   * Other machines can then reach the sign-in, so a warning is printed.
   *
   * @default the redirect URI's own
   */
  readonly host?: string | undefined
  /** Parameters of the authorization request. @default offline access; `prompt=consent` at Google and for offline_access, without which no refresh token comes */
  readonly authorization?: Omit<AuthorizationParameters, "redirectUri"> | undefined
  /**
   * Opens the URL. An error that it throws ends the call, except `sign_in_required`: that ends the call too, but the sign-in goes
   * on in the background, so that the next call finds it.
   *
   * @default the system's browser
   */
  readonly openBrowser?: ((url: string) => unknown) | undefined
  /**
   * Opens a page of mode 0600 that leads to the URL, so that other users of this machine do not see the URL in the list
   * of processes. Browsers in a snap or outside WSL cannot open such a page.
   *
   * @default false
   */
  readonly launchFile?: boolean | undefined
  /** For a machine without a browser: prints the URL, and reads the address that the browser ended at. @default false */
  readonly headless?: boolean | undefined
  /** Returns the next line that the user typed, undefined at the end; for `headless`. @default the standard input */
  readonly readLine?: (() => Promise<string | undefined>) | undefined
  /** Receives lines for the user. @default console.error, which is never the standard output */
  readonly print?: ((line: string) => void) | undefined
  /** How long to wait for the user, in milliseconds. @default 300_000 */
  readonly signInTimeout?: number | undefined
  /** Ends the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined
}

const signInTypes = {
  interactive: ["boolean"],
  force: ["boolean"],
  port: ["number"],
  host: ["string"],
  authorization: ["object"],
  openBrowser: ["function"],
  launchFile: ["boolean"],
  headless: ["boolean"],
  readLine: ["function"],
  signInTimeout: ["number"],
} as const

/** The options as they are used: own properties, checked, with the defaults. */
export interface SignInSettings extends SignInOptions {
  readonly scope: string
  readonly account: string
  readonly print: (line: string) => void
  readonly signInTimeout: number
}

/** @throws {TypeError} for invalid options */
export function readSignInOptions(options: SignInOptions): SignInSettings {
  const own = requireAccountOptions(options)
  checkTypes(own, signInTypes)
  const scope = readScope(own)
  if (scope === "") throw new TypeError("signIn() needs `scope`, for example scope: 'openid email'.")
  requirePort(own.port)
  if (own.host === "") throw new TypeError("The option `host` must be an address to listen on, such as 0.0.0.0.")
  if (own.host !== undefined && own.port === undefined && own.redirectUri === undefined)
    throw new TypeError("The option `host` needs `port`: the same port must be published to the browser's machine.")
  if (own.signInTimeout !== undefined && !(own.signInTimeout > 0))
    throw new TypeError("The option `signInTimeout` must be a number of milliseconds above 0.")
  return ownProperties({
    ...own,
    scope,
    account: own.account ?? "",
    print: own.print ?? console.error,
    signInTimeout: own.signInTimeout ?? 300_000,
  })
}

/**
 * The options of all functions for sign-ins: own properties only. The flow checks those that only it uses.
 *
 * @throws {TypeError} for options of the wrong type
 */
export function requireAccountOptions<Options extends Partial<AccountOptions>>(options: Options): Options {
  const own = requireOptions(options)
  checkTypes(own, { app: ["string"], account: ["string"], print: ["function"], signal: ["object"] })
  readClientOptions(own)
  return own
}

function requirePort(port: unknown): void {
  if (port === undefined) return
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new TypeError("The option `port` must be a whole number from 1 to 65535.")
}
