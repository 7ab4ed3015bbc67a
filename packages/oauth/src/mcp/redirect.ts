import { ClientSecretsError } from "@client-secrets/core"
import { isSameUri, parseUri } from "../client/uri.ts"
import { type Listener, listenForRedirect } from "../local/browser/listen-for-redirect.ts"
import { failedPage, finishedPage } from "../local/browser/pages.ts"
import type { RedirectPlace } from "../local/choose-redirect-uri.ts"
import { createTimeout } from "../local/create-timeout.ts"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"
import type { McpCallback } from "./oauth-client-provider-types.ts"

/** The redirect of one sign-in after another: its state, where it is received, and its result. */
export interface Redirect {
  /** Its URI. The port is known when a sign-in has begun. */
  readonly uri: string
  /** Begins a sign-in, and returns its state. */
  begin(): Promise<string>
  /** Reads the URL of a redirect that the program itself received. */
  read(url: string | URL): McpCallback
  /** Waits for the browser, and reads its redirect. */
  wait(milliseconds: number): Promise<McpCallback>
  stop(): void
}

/**
 * @param isReceivedHere whether this program listens; otherwise the application receives the redirect
 * @param issuer the only issuer that a redirect may name (RFC 9207)
 */
export function createRedirect(place: RedirectPlace, isReceivedHere: boolean, issuer: string | undefined): Redirect {
  let uri = place.uri
  let state = ""
  let listener: Listener | undefined
  let arrival: ReturnType<Listener["waitFor"]> | undefined

  const stop = () => {
    listener?.close()
    listener = undefined
    arrival = undefined
  }
  const read = (url: string | URL) => {
    // The error of the runtime would contain the URL, and so the code.
    const parsed = parseUri(String(url), uri)
    if (parsed === undefined) throw usageError(messages.badCallback)
    return readCallback(parsed, state, issuer)
  }

  return {
    get uri() {
      return uri
    },
    async begin() {
      stop()
      state = randomState()
      if (!isReceivedHere) return state
      listener = await listenForRedirect(place.uri, place.port)
      uri = listener.redirectUri
      arrival = listener.waitFor(state)
      return state
    },
    read,
    async wait(milliseconds) {
      if (arrival === undefined)
        throw new TypeError("callback() needs a sign-in that has begun: call it after the SDK's UnauthorizedError.")
      const timeout = createTimeout(milliseconds)
      try {
        const { url, finish } = await Promise.race([arrival, timeout.promise])
        return await finishPage(finish, () => read(url))
      } finally {
        timeout.clear()
        stop()
      }
    },
    stop,
  }
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

/** 256 random bits. */
function randomState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
}
