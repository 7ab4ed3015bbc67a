import { sourceFailure } from "@client-secrets/source-kit"
import { variableReader } from "./environment.ts"

/**
 * Refuses to ask loopback where a proxy would get the question, and with it the token.
 *
 * Node (with NODE_USE_ENV_PROXY, or undici's agent), Deno and Bun ask the proxy for 127.0.0.1 too; Bun alone can be told
 * not to. What counts as an exemption differs, down to `*`: the literal address holds everywhere.
 */
export function refuseProxy(): void {
  if ("Bun" in globalThis) return
  const variable = variableReader()
  const proxy = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].find(variable)
  const lists = ["NO_PROXY", "no_proxy"].flatMap(name => variable(name) ?? [])
  // Where both spellings are set, each runtime has its own preference.
  const exempt = lists.length > 0 && lists.every(list => /(^|[\s,])127\.0\.0\.1([\s,]|$)/.test(list))
  if (proxy && !exempt) {
    throw sourceFailure("unsupported", `${proxy} diverts the agent's token: add 127.0.0.1 to NO_PROXY.`)
  }
}
