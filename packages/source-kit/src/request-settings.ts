import { ownGlobal, ownProperty } from "./own-property.ts"
import { readVariable } from "./read-variable.ts"
import { refuseProxy } from "./refuse-proxy.ts"
import { sourceFailure } from "./source-failure.ts"

/** What our requests add to the `init` of `fetch`: Bun's own settings, which every other runtime ignores. */
export interface RequestSettings {
  /** Bun goes through the proxy of HTTP_PROXY for plain http, also to this machine. */
  readonly proxy?: false
  /** BUN_CONFIG_VERBOSE_FETCH would print the request's body and headers, the client secret included. */
  readonly verbose?: false
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 would turn off the check of certificates. */
  readonly tls?: { readonly rejectUnauthorized: true }
  /** Bun decompresses the whole answer before it passes on the first byte, so that no limit on its size can end it. */
  readonly decompress?: false
}

/** How a request is sent. */
export interface RequestUse {
  /** The user passed the `fetch` that sends it: its proxy and its treatment of a compressed answer are the user's. */
  readonly isFetchPassedIn?: boolean | undefined
  /** The answer goes to the user as it is, so that it is decompressed as usual. */
  readonly isAnswerPassedOn?: boolean | undefined
}

/**
 * Returns the settings that every request with a secret or a token spreads into its `init`.
 *
 * Bun loads a `.env` file of the working directory by itself. Without these settings a variable in that file is enough to
 * see the secret: by a proxy with its own certificate, or in the program's output.
 *
 * Seen on Bun 1.4.5: each setting beats its variable, and certificates of NODE_EXTRA_CA_CERTS stay trusted.
 *
 * @throws `unsupported` where plain http would go through a proxy, and `denied` where Deno does not allow to look: see
 * `refuseProxy`
 */
export function requestSettings(url: string | URL, use: RequestUse = {}): RequestSettings {
  const { protocol, hostname } = new URL(url)
  const isPlain = protocol === "http:"
  const isFetchPassedIn = ownProperty(use, "isFetchPassedIn") === true
  const isAnswerPassedOn = ownProperty(use, "isAnswerPassedOn") === true
  if (isPlain && !isFetchPassedIn) refuseProxy(withoutBrackets(hostname))
  if (!isBun()) return {}
  return {
    verbose: false,
    tls: { rejectUnauthorized: true },
    ...(isPlain && !isFetchPassedIn && { proxy: false }),
    ...(!isAnswerPassedOn && !isFetchPassedIn && { decompress: false }),
  }
}

/**
 * Throws where the environment would show a request to others, for one that another library sends with a secret of ours: it
 * carries none of the settings.
 *
 * @throws `unsupported`, with the variable's name; `denied` as `refuseProxy`
 */
export function refuseShownRequest(url: string | URL): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === "http:") refuseProxy(withoutBrackets(hostname), false)
  if (!isBun()) return
  const isVerbose = !["", "0", "false"].includes(readVariable("BUN_CONFIG_VERBOSE_FETCH") ?? "")
  const isUnchecked = readVariable("NODE_TLS_REJECT_UNAUTHORIZED") === "0"
  if (!isVerbose && !isUnchecked) return
  const variable = isVerbose ? "BUN_CONFIG_VERBOSE_FETCH" : "NODE_TLS_REJECT_UNAUTHORIZED"
  throw sourceFailure("unsupported", `${variable} would show the secret in this request to others. Unset it.`)
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1")
}

/** The names of RFC 9110 section 8.4.1 as `DecompressionStream` knows them. */
const formats = new Map([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
  ["br", "brotli"],
  ["zstd", "zstd"],
])

/**
 * Returns the body of an answer; where `decompress: false` was set and the server compressed it all the same, decompressed
 * chunk by chunk, as it is read.
 *
 * @throws `unsupported` for a compression that this runtime does not know
 */
export function readableBody<Body>(
  settings: RequestSettings,
  response: { readonly headers: { get(name: string): string | null }; readonly body: Body },
): Body {
  const { headers, body } = response
  const encoding = headers.get("content-encoding")?.toLowerCase()
  if (!Object.hasOwn(settings, "decompress") || encoding === undefined || encoding === "identity") return body
  try {
    const format = formats.get(encoding) as CompressionFormat
    return (body as ReadableStream).pipeThrough(new DecompressionStream(format)) as Body
  } catch {
    throw sourceFailure("unsupported", "The answer is compressed in a way that this runtime cannot undo.")
  }
}

interface Process {
  readonly versions?: object
}

function isBun(): boolean {
  return ownProperty(ownGlobal<Process>("process")?.versions, "bun") !== undefined
}
