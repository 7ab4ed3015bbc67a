import { type AbortSignalLike, type AnyClientSecrets, ClientSecretsError } from "@client-secrets/core"
import { createMismatchError, hasFreePort, requireRegistered, setPort } from "../client/redirect-uri.ts"
import { requireClient } from "../client/require-client.ts"
import { isLoopback, parseUri } from "../client/uri.ts"
import { createFlow } from "../flow/create-flow.ts"
import type { AuthorizationParameters, Flow, Tokens } from "../flow/flow.ts"
import { type FlowOptions, joinScope, ownProperties } from "../flow/options.ts"
import { askForRedirect, type ReadLine, readStandardInput } from "./ask-for-redirect.ts"
import { canSignInMend } from "./can-sign-in-mend.ts"
import { listenForRedirect } from "./listen-for-redirect.ts"
import { openBrowser } from "./open-browser.ts"
import { failedPage, finishedPage } from "./pages.ts"
import type { TokenKey, TokenStore } from "./stores/token-store.ts"

/** Options of `authorizeLocally`: the flow's, and how the user is asked. */
export interface AuthorizeLocallyOptions extends FlowOptions {
  /** Which of the file's loopback URIs. @default the first with a literal address, else the first with `localhost` */
  readonly redirectUri?: string
  /** The port to listen on, for an installed application. @default the file's, or any free one */
  readonly port?: number
  /** Parameters of the authorization request. @default { accessType: "offline" } */
  readonly authorization?: Omit<AuthorizationParameters, "redirectUri">
  /** Where tokens are kept between two runs. @default nowhere */
  readonly store?: TokenStore
  /** Which of several users of this program, for the store. @default "" */
  readonly account?: string
  /** For a machine without a browser: prints the URL, and takes the address that the browser ended at. @default false */
  readonly headless?: boolean
  /** Opens the URL. @default the system's browser */
  readonly openBrowser?: (url: string) => unknown
  /** Gets a line for the user. @default console.error */
  readonly print?: (line: string) => void
  /** Gives the next line that the user typed, undefined at the end; for `headless`. @default the standard input */
  readonly readLine?: ReadLine
  /** Milliseconds to wait for the user. @default 300_000 */
  readonly patience?: number
  /** Ends the sign-in, which then rejects with the signal's reason. */
  readonly signal?: AbortSignalLike
}

/** Tokens that expire within this time are refreshed. */
const margin = 60_000

/**
 * Signs the user of this machine in, in the browser, and gives the tokens.
 *
 * It listens on the loopback address of a registered redirect URI, for one redirect with the right state. With a `store`
 * it gives the tokens that are kept, refreshed where they have expired, and asks the user only where there are none.
 * For Node, Deno (`--allow-net`, `--allow-run` and `--allow-env` for the browser) and Bun; a server uses `createFlow`.
 *
 * @throws {ClientSecretsError} as the flow's steps; `redirect_uri_mismatch` without a loopback redirect URI;
 *   `unavailable` where the port is taken; `timeout` where the user does not come back.
 * @see RFC 8252
 */
export async function authorizeLocally(secrets: AnyClientSecrets, options: AuthorizeLocallyOptions): Promise<Tokens> {
  const own = ownProperties(options)
  const { redirectUri, store, headless, ...flowOptions } = own
  requireClient(secrets)
  const place = chooseRedirectUri(secrets, redirectUri, own.port)
  const flow = createFlow(secrets, flowOptions as FlowOptions<never>) as Flow
  const key = keyOf(secrets, own)
  const kept = store && (await useKept(flow, store, key, own))
  if (kept) return kept
  const tokens = await (headless === true ? signInElsewhere(flow, place, own) : signInHere(flow, place, own))
  await store?.set(key, tokens)
  return tokens
}

interface Place {
  readonly uri: string
  /** 0: any free one. */
  readonly port: number
}

/** A literal address comes first: what `localhost` is, each browser decides anew. */
function chooseRedirectUri(secrets: AnyClientSecrets, wanted: string | undefined, port: number | undefined): Place {
  const listed = secrets.redirectUris ?? (secrets.type === "installed" ? ["http://127.0.0.1"] : [])
  const local = (wanted === undefined ? listed : [wanted]).filter(text => {
    const uri = parseUri(text)
    return uri?.protocol === "http:" && isLoopback(uri)
  })
  const uri = local.find(text => parseUri(text)!.hostname !== "localhost") ?? local[0]
  if (uri === undefined)
    throw createMismatchError(secrets, wanted ?? "one on this machine (http://127.0.0.1 or http://localhost)")
  const chosen = port === undefined ? uri : setPort(uri, `:${port}`)
  requireRegistered(secrets, chosen)
  const ownPort = parseUri(chosen)!.port
  return { uri, port: Number(ownPort || (hasFreePort(secrets, uri) ? 0 : 80)) }
}

function keyOf({ clientId, authUri, tokenUri, issuer }: AnyClientSecrets, own: AuthorizeLocallyOptions): TokenKey {
  const named = typeof own.issuer === "object" ? own.issuer.issuer : own.issuer
  const scope = joinScope(own.scope).split(" ").sort().join(" ")
  // Where nothing names the issuer, the authorization endpoint stands for it.
  return {
    clientId: clientId!,
    issuer: named ?? issuer ?? authUri!,
    tokenUri: tokenUri!,
    scope,
    account: own.account ?? "",
  }
}

async function useKept(
  flow: Flow,
  store: TokenStore,
  key: TokenKey,
  { signal }: AuthorizeLocallyOptions,
): Promise<Tokens | undefined> {
  let kept = await store.get(key)
  for (;;) {
    if (kept === undefined || isFresh(kept)) return kept
    if (kept.refreshToken === undefined) return undefined
    try {
      const tokens = await flow.refresh(kept, { signal })
      await store.set(key, tokens)
      return tokens
    } catch (error) {
      if (!canSignInMend(error)) throw error
      // Another run of this program may have refreshed them meanwhile, where the server rotates refresh tokens.
      const current = await store.get(key)
      if (current?.refreshToken === undefined || current.refreshToken.equals(kept.refreshToken)) {
        await store.delete(key)
        return undefined
      }
      kept = current
    }
  }
}

function isFresh({ expiresAt }: Tokens): boolean {
  return expiresAt === undefined || expiresAt > Date.now() + margin
}

async function signInHere(flow: Flow, { uri, port }: Place, own: AuthorizeLocallyOptions): Promise<Tokens> {
  const { print = console.error, openBrowser: open = openBrowser, signal } = own
  const listener = await listenForRedirect(uri, port)
  try {
    const request = await flow.authorizationRequest({
      ...defaults,
      ...own.authorization,
      redirectUri: listener.redirectUri,
    })
    const arrival = listener.waitFor(request.state)
    print(`To sign in, open this page if your browser does not: ${request.url}`)
    const { url, finish } = await waitForUser(Promise.race([arrival, failureOf(open, request.url)]), own)
    try {
      const tokens = await flow.exchange(url, request, { signal })
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

/** Rejects where opening fails, and else never ends: who opens a browser may wait until it is closed. */
async function failureOf(open: (url: string) => unknown, url: string): Promise<never> {
  await open(url)
  return new Promise(() => {})
}

async function signInElsewhere(flow: Flow, { uri, port }: Place, own: AuthorizeLocallyOptions): Promise<Tokens> {
  const { print = console.error } = own
  const redirectUri = port === 0 ? uri : setPort(uri, `:${port}`)
  const request = await flow.authorizationRequest({ ...defaults, ...own.authorization, redirectUri })
  print(`To sign in, open this page in a browser on any machine: ${request.url}`)
  const input = own.readLine === undefined ? readStandardInput() : undefined
  try {
    const url = await waitForUser(askForRedirect(request, own.readLine ?? input!.readLine, print), own)
    return await flow.exchange(url, request, { signal: own.signal })
  } finally {
    input?.close()
  }
}

const defaults = { accessType: "offline" } as const

async function waitForUser<Result>(
  work: Promise<Result>,
  { patience = 300_000, signal }: AuthorizeLocallyOptions,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let onAbort = () => {}
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        onAbort = () => reject(signal?.reason)
        if (signal?.aborted) onAbort()
        signal?.addEventListener("abort", onAbort, { once: true })
        const message = `The user did not come back within ${patience / 1000} seconds.`
        timer = setTimeout(() => reject(new ClientSecretsError("timeout", message)), patience)
      }),
    ])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", onAbort)
  }
}
