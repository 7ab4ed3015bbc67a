/** The printers that only some runtimes have. */
interface Printers {
  readonly process?: { getBuiltinModule?(name: string): unknown }
  readonly Deno?: { inspect(value: unknown, options?: object): string }
  readonly Bun?: { inspect(value: unknown, options?: object): string }
}

interface NodeUtil {
  inspect(value: unknown, options?: object): string
  format(...values: unknown[]): string
}

interface NodeV8 {
  serialize(value: unknown): Uint8Array
}

const host = globalThis as Printers

/**
 * Prints a value in every way that this runtime offers to a program, and returns the texts by the name of the way.
 *
 * A way that throws returns the text of the thrown error. Only the harness sees what the console prints: see
 * `printOnConsole`.
 */
export function printingRoutes(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [route, print] of Object.entries({ ...languageRoutes, ...webRoutes, ...inspectRoutes() })) {
    texts[route] = textOf(() => print(value))
  }
  texts["own properties"] = ownTexts(value)
  texts["own properties of a structured clone"] = textOf(() => ownTexts(structuredClone(value)))
  return texts
}

/** Prints what a message channel delivers of a value, or the error that it threw, where channels exist. */
export async function printThroughChannel(value: unknown): Promise<Record<string, string>> {
  if (typeof MessageChannel === "undefined") return {}
  const { port1, port2 } = new MessageChannel()
  try {
    const arrived = new Promise<unknown>(resolve => {
      port2.onmessage = ({ data }) => resolve(data)
    })
    port1.postMessage({ nested: [value] })
    return { MessageChannel: ownTexts(await arrived) }
  } catch (error) {
    return { MessageChannel: printError(error) }
  } finally {
    port1.close()
    port2.close()
  }
}

/** Prints a value with every method and format that this console has; the harness searches the runtime's output. */
export function printOnConsole(value: unknown): void {
  const print = (method: string, ...values: unknown[]) => {
    ;(console as unknown as Record<string, ((...values: unknown[]) => void) | undefined>)[method]?.(...values)
  }
  for (const method of ["log", "info", "debug", "warn", "error", "dir", "dirxml", "trace", "timeStamp"]) {
    print(method, value)
  }
  for (const method of ["group", "groupCollapsed"]) {
    print(method, value)
    print("groupEnd")
  }
  print("log", "%s %o %O %j %d %i %f %c", ...Array(8).fill(value))
  print("log", "%o", { nested: [value] }, new Map([[value, value]]), new Set([value]))
  print("log", new Error("an error with a cause", { cause: value }))
  print("dir", value, { showHidden: true, depth: null })
  print("table", [value])
  print("table", { row: value })
  print("assert", false, value)
  for (const method of ["count", "countReset", "time", "timeLog", "timeEnd"]) print(method, value, value)
}

type Route = (value: unknown) => unknown

const languageRoutes: Record<string, Route> = {
  String: value => String(value),
  template: value => `${value}`,
  concatenation: value => (value as string) + "",
  "Array.join": value => [value, [value]].join(),
  "Object.prototype.toString": value => Object.prototype.toString.call(value),
  "Error message": value => printError(new Error(String(value))),
  "Error cause": value => printError(new Error("an error with a cause", { cause: value })),
  "AggregateError errors": value => printError(new AggregateError([value], "several")),
  "Object.toLocaleString": value => (value as object).toLocaleString(),
  "JSON.stringify": value => JSON.stringify(value),
  "JSON.stringify with indentation": value => JSON.stringify({ nested: [value] }, null, 2),
  "JSON.stringify with a list of names": value => JSON.stringify(value, ["clientSecret", "extra", "issues", "cause"]),
  "JSON.stringify with a replacer": value => {
    const seen: string[] = []
    // The replacer's receiver is the holder: it sees the value from before `toJSON`.
    const text = JSON.stringify({ nested: value }, function (this: unknown, _, replaced) {
      seen.push(ownTexts(this), typeof replaced === "string" ? replaced : "")
      return typeof replaced === "object" && replaced !== null ? { ...replaced } : replaced
    })
    return [text, ...seen].join("\n")
  },
  spread: value =>
    JSON.stringify([{ ...(value as object) }, Object.assign({}, value), Object.entries(value as object)]),
  "spread of an iterable": value => JSON.stringify([...(value as Iterable<unknown>)]),
  "property names": value =>
    Reflect.ownKeys(value as object)
      .map(String)
      .join(),
  "as a property name": value => JSON.stringify({ [value as string]: 1 }),
  RegExp: value => new RegExp(value as string).source,
  Symbol: value => Symbol(value as string).description,
  Number: value => Number(value),
}

const webRoutes: Record<string, Route> = {
  URLSearchParams: value => new URLSearchParams({ client_secret: value as string }),
  "URLSearchParams of entries": value => new URLSearchParams(value as Record<string, string>),
  URL: value => new URL(value as string, "https://example.com/"),
  Headers: value => [...new Headers({ authorization: value as string })].join(),
  "Headers of entries": value => [...new Headers(value as Record<string, string>)].join(),
  encodeURIComponent: value => encodeURIComponent(value as string),
  btoa: value => btoa(value as string),
  TextEncoder: value => new TextDecoder().decode(new TextEncoder().encode(value as string)),
  "DOMException message": value => printError(new DOMException(value as string)),
}

function inspectRoutes(): Record<string, Route> {
  const util = host.process?.getBuiltinModule?.("node:util") as NodeUtil | undefined
  const inspects = { "node:util": util?.inspect, Deno: host.Deno?.inspect, Bun: host.Bun?.inspect }
  const all = { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true, showProxy: true }
  const routes: Record<string, Route> = {}
  for (const [name, inspect] of Object.entries(inspects)) {
    if (inspect === undefined) continue
    routes[`${name} inspect`] = value => inspect(value)
    routes[`${name} inspect with showHidden`] = value => inspect({ nested: [value] }, all)
    routes[`${name} inspect without hooks`] = value => inspect(value, { ...all, customInspect: false })
    routes[`${name} inspect of a proxy`] = value => inspect(new Proxy(value as object, {}), all)
    routes[`${name} inspect of an heir`] = value => inspect(Object.create(value as object), all)
    routes[`${name} inspect of an error`] = value => inspect(new Error("an error with a cause", { cause: value }), all)
  }
  const v8 = host.process?.getBuiltinModule?.("node:v8") as NodeV8 | undefined
  if (v8?.serialize !== undefined) routes["node:v8 serialize"] = value => latin1(v8.serialize({ nested: [value] }))
  if (util !== undefined) {
    routes["node:util format"] = value => util.format("%s %o %O %j %d %i %f", ...Array(7).fill(value))
  }
  return routes
}

function textOf(print: () => unknown): string {
  try {
    return String(print())
  } catch (error) {
    return printError(error)
  }
}

function printError(error: unknown): string {
  const { name, message, stack, cause } = error as Error
  return [name, message, stack, safeString(cause), ownTexts(error)].join("\n")
}

function safeString(value: unknown): string {
  try {
    return String(value)
  } catch {
    return ""
  }
}

/**
 * Every string that can be reached from a value through own properties, including hidden ones and symbols.
 *
 * It prints nothing: for a value with its own hooks, such as a Secret, use `printingRoutes`. It is fast, so it suits large
 * numbers of values.
 */
export function ownTexts(root: unknown): string {
  const texts: string[] = []
  const seen = new Set<unknown>()
  const pending = [root]
  while (pending.length > 0) {
    const value = pending.pop()
    if ((typeof value !== "object" && typeof value !== "function") || value === null) {
      texts.push(String(value))
      continue
    }
    if (seen.has(value)) continue
    seen.add(value)
    if (value instanceof Map) pending.push(...value.keys(), ...value.values())
    if (value instanceof Set) pending.push(...value)
    if (value instanceof ArrayBuffer) texts.push(latin1(new Uint8Array(value)))
    if (ArrayBuffer.isView(value)) {
      pending.push(value.buffer)
      continue
    }
    for (const key of Reflect.ownKeys(value)) {
      texts.push(String(key))
      try {
        pending.push((value as Record<PropertyKey, unknown>)[key])
      } catch (error) {
        texts.push(safeString(error))
      }
    }
  }
  return texts.join("\n")
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, byte => String.fromCharCode(byte)).join("")
}
