import { ownGlobal, ownProperty } from "./own-property.ts"
import { readVariable } from "./read-variable.ts"
import { sourceFailure } from "./source-failure.ts"

interface Process {
  readonly versions?: object
}

const proxyVariables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
const exemptVariables = ["no_proxy", "NO_PROXY"]
const undiciDispatchers = ["undici.globalDispatcher.1", "undici.globalDispatcher.2"]
// Both connect directly. The second is how Node 26 shows its own agent to older versions of undici.
const directDispatchers = new Set(["Agent", "Dispatcher1Wrapper"])
/** The first version of Bun that obeys `proxy: false`. */
const firstBunThatObeys = "1.4.3"

/**
 * Throws where a plain-http request to this host would go through a proxy: it could read the token, and answer in place of
 * the server.
 *
 * It looks at the environment, and cannot see what a program set by other means. Measured on Node 20 to 26, Deno 2.9 and Bun
 * 1.2 to 1.4. On Bun the request must also carry `proxy: false`: use `requestSettings`, which does both.
 *
 * @param hostname a name or an address, IPv6 without brackets
 * @param carriesSettings false for a request that another library sends, without `proxy: false`
 * @throws `unsupported`, with the variable's name; `denied` where Deno does not allow to read it, since Deno obeys the
 * variable all the same
 */
export function refuseProxy(hostname: string, carriesSettings = true): void {
  if (ignoresProxies(carriesSettings)) return
  const variable = findProxyVariable(hostname)
  if (variable === undefined) return
  throw sourceFailure(
    "unsupported",
    `The request to ${hostname} would go through the proxy in ${variable}, which could read the token. Add ${hostname} to NO_PROXY.`,
  )
}

/** The variable that names a proxy for this host. */
function findProxyVariable(hostname: string): string | undefined {
  try {
    const variable = proxyVariables.find(readVariable)
    return variable === undefined || isExempt(hostname) ? undefined : variable
  } catch {
    const names = [...proxyVariables, ...exemptVariables].join(",")
    throw sourceFailure(
      "denied",
      `Deno: run with --allow-env=${names}, so that it can be seen whether the request to ${hostname} would go through a proxy.`,
    )
  }
}

/**
 * Whether both spellings of the variable exempt the host by its exact name.
 *
 * The runtimes agree on that and on little else: not on `*`, on spaces as separators, on `[::1]`, nor on which spelling
 * counts where both are set.
 */
function isExempt(hostname: string): boolean {
  const [lower, upper] = exemptVariables.map(readVariable)
  return [lower ?? upper, upper ?? lower].every(list => list?.split(",").some(entry => entry.trim() === hostname))
}

function ignoresProxies(carriesSettings: boolean): boolean {
  const bun = versionOf("bun")
  if (bun !== undefined && !carriesSettings) return false
  if (bun !== undefined) return bun.localeCompare(firstBunThatObeys, "en", { numeric: true }) >= 0
  if (versionOf("deno") !== undefined || versionOf("node") === undefined) return false
  // Node uses a proxy only where NODE_USE_ENV_PROXY, a flag or the program replaced undici's own dispatcher.
  return undiciDispatchers.every(name => {
    const dispatcher = ownProperty(globalThis, Symbol.for(name)) as object | undefined
    return dispatcher === undefined || directDispatchers.has(dispatcher.constructor.name)
  })
}

function versionOf(runtime: string): string | undefined {
  return ownProperty(ownGlobal<Process>("process")?.versions, runtime) as string | undefined
}
