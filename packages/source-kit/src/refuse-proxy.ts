import { readVariable } from "./read-variable.ts"
import { sourceFailure } from "./source-failure.ts"

interface Host {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> }
  readonly [dispatcher: symbol]: object | undefined
}

/**
 * Throws where plain http to this host would go through a proxy, which would read the token and could answer in the store's
 * place. The request itself must carry `proxy: false`, which is Bun's own and nothing to the others.
 *
 * It sees the environment, and not what a program set by other means. Measured on Node 20 to 26, Deno 2.9 and Bun 1.2 to 1.4.
 *
 * @param host a name or a literal address, IPv6 without its brackets
 * @throws `unsupported`, with the variable's name; `denied` where Deno does not grant a look at it: a proxy that may not be
 * seen is heeded all the same
 */
export function refuseProxy(host: string): void {
  if (ignoresProxies()) return
  const proxy = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].find(readVariable)
  // The runtimes agree on a list of exact names, and on little else: not on `*`, blanks as separators or `[::1]`, and not on
  // which spelling counts where both are set, be it to nothing.
  const [lower, upper] = ["no_proxy", "NO_PROXY"].map(readVariable)
  const exempt = [lower ?? upper, upper ?? lower].every(list => list?.split(",").some(entry => entry.trim() === host))
  if (proxy && !exempt) throw sourceFailure("unsupported", `${proxy} would see the request: add ${host} to NO_PROXY.`)
}

function ignoresProxies(): boolean {
  const scope = globalThis as unknown as Host
  const { bun, deno, node } = { ...scope.process?.versions }
  // Older ones pass over `proxy: false` in silence.
  if (bun) return bun.localeCompare("1.4.3", "en", { numeric: true }) >= 0
  if (deno || !node) return false
  // Node goes through a proxy only where NODE_USE_ENV_PROXY, a flag or the program put another dispatcher in undici's place.
  return ["1", "2"].every(version => {
    const dispatcher = scope[Symbol.for(`undici.globalDispatcher.${version}`)]
    return /^(undefined|Agent|Dispatcher1Wrapper)$/.test(`${dispatcher?.constructor.name}`)
  })
}
