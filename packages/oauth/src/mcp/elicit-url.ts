import { ClientSecretsError } from "@client-secrets/core"
import { checkTypes } from "@client-secrets/source-kit"
import { ownProperties, requireOptions } from "../flow/options.ts"
import { openBrowser } from "../local/browser/open-browser.ts"

/** A type of the SDK, which differs between its versions and is not imported. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would not take what the SDK passes or expects
type SdkType = any

/** The part of the SDK's `Server` that is used: `McpServer` has it as `server`. */
export interface ElicitingServer {
  getClientCapabilities(): { readonly elicitation?: object | undefined } | undefined
  // The SDK's own parameters are unions of its schemas, which differ between its versions.
  elicitInput(parameters: SdkType, options?: SdkType): Promise<{ readonly action: string }>
  createElicitationCompletionNotifier?(elicitationId: string): () => Promise<void>
}

/** Options of `elicitUrl`. */
export interface ElicitUrlOptions {
  /** The message for the user. @default "Sign in to continue." */
  readonly message?: string | undefined
  /** Whether the browser may be opened if the host cannot do it. @default true */
  readonly openBrowser?: boolean | undefined
}

/**
 * Makes the `openBrowser` of `signIn` for an MCP server.
 *
 * The host shows the page if it can (URL elicitation). Otherwise the system's browser opens. If there is none, the call
 * ends with `sign_in_required`, whose message contains the page: return it as the tool's text. The sign-in goes on in the
 * background, and the next call of the tool finds the user signed in.
 *
 * @example
 * ```ts
 * const google = await signIn(source, { app: "my-server", scope, openBrowser: elicitUrl(server.server) })
 * ```
 * @throws {ClientSecretsError} (the function that it returns) `aborted` if the user declines; `sign_in_required`
 */
export function elicitUrl(server: ElicitingServer, options?: ElicitUrlOptions): (url: string) => Promise<void> {
  const own = requireOptions(options)
  checkTypes(own, { message: ["string"], openBrowser: ["boolean"] })
  const { message = "Sign in to continue.", openBrowser: mayOpen = true } = own
  return async url => {
    if (supportsUrls(server)) {
      const elicitationId = crypto.randomUUID()
      const { action } = await server.elicitInput({ mode: "url", message, url, elicitationId })
      if (action === "accept") return
      throw new ClientSecretsError("aborted", "The user declined to sign in.")
    }
    if (mayOpen && (await openBrowser(url))) return
    throw new ClientSecretsError(
      "sign_in_required",
      `To sign in, open this page in your browser, and then call the tool again: ${url}`,
    )
  }
}

function supportsUrls(server: ElicitingServer): boolean {
  const { elicitation } = ownProperties(server.getClientCapabilities())
  const { url } = ownProperties(elicitation as { readonly url?: unknown } | undefined)
  return typeof url === "object" && url !== null
}
