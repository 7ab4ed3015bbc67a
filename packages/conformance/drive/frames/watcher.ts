import type { Runtime } from "node:inspector"
import { Session } from "node:inspector/promises"
import { parentPort } from "node:worker_threads"

/** The input of the watcher. */
export interface Watched {
  /** The value that no variable may hold. */
  readonly secret: string
  /** The folders whose scripts are ours, such as `/packages/core/dist/`. */
  readonly folders: readonly string[]
}

/** The values in the frames of one throw. */
interface Throw {
  readonly stack: string
  readonly frames: number
  readonly findings: readonly string[]
}

/**
 * In the other thread: stops the main thread at each throw and inspects the variables of our frames.
 *
 * Messages: any value begins a scenario, and the stack of the thrown error ends it. An error reporter finds the variables by
 * that stack, so errors that were replaced on the way do not count.
 */
export async function watch({ secret, folders }: Watched): Promise<void> {
  const session = new Session()
  session.connectToMainThread()
  let throws: Promise<Throw>[] = []
  const ourScripts = new Set<string>()
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (folders.some(folder => params.url.includes(folder))) ourScripts.add(params.scriptId)
  })
  session.on("Debugger.paused", ({ params }) => {
    if (isEngines(params.data as ThrownData | undefined)) return void session.post("Debugger.resume")
    throws.push(look(params).finally(() => session.post("Debugger.resume")))
  })
  // Registered first, since a session by itself does not keep the thread alive.
  parentPort!.on("message", async (message: { readonly stack?: string }) => {
    const all = await Promise.all(throws)
    const left = all.filter(({ stack }) => stack === callsIn(message.stack))
    parentPort!.postMessage({
      frames: left.reduce((sum, { frames }) => sum + frames, 0),
      findings: [...new Set(left.flatMap(({ findings }) => findings))],
    })
    throws = []
  })
  await session.post("Debugger.enable")
  await session.post("Debugger.setPauseOnExceptions", { state: "all" })
  parentPort!.postMessage("ready")

  async function look({ callFrames, data }: Paused): Promise<Throw> {
    const findings = new Set<string>()
    const ours = callFrames.filter(one => ourScripts.has(one.functionLocation?.scriptId ?? ""))
    for (const frame of ours) {
      for (const scope of frame.scopeChain.filter(
        ({ type }) => type !== "global" && type !== "module" && type !== "script",
      ))
        await search(scope.object.objectId, `${frame.functionName}, ${scope.type}`, findings)
      await searchArguments(frame, findings)
    }
    return {
      stack: callsIn((data as ThrownData | undefined)?.description),
      frames: ours.length,
      findings: [...findings],
    }
  }

  /** Inspects the arguments of a function: an assignment to a parameter must have replaced that, too. */
  async function searchArguments({ callFrameId, functionName }: Frame, findings: Set<string>): Promise<void> {
    const expression = "typeof arguments === 'undefined' ? [] : Array.from(arguments)"
    const { result } = await session.post("Debugger.evaluateOnCallFrame", { callFrameId, expression, silent: true })
    if (result.objectId !== undefined) await searchObject(result.objectId, `${functionName}, arguments`, findings)
  }

  async function searchObject(objectId: string, path: string, findings: Set<string>): Promise<void> {
    const call: Runtime.CallFunctionOnParameterType = {
      objectId,
      functionDeclaration: `${findDeeply}`,
      arguments: [{ value: secret }],
      returnByValue: true,
    }
    const { result } = await session.post("Runtime.callFunctionOn", call)
    if (result.value) findings.add(`${path}${result.value}`)
  }

  /** Inspects the variables of a scope: deeply for data, and for what our closures keep. */
  async function search(scopeId: string | undefined, path: string, findings: Set<string>, depth = 2): Promise<void> {
    if (scopeId === undefined || depth === 0) return
    for (const { name, value } of await propertiesOf(scopeId)) {
      if (value?.objectId === undefined) {
        if (String(value?.value).includes(secret)) findings.add(`${path}.${name}`)
      } else if (value.type === "object") {
        await searchObject(value.objectId, `${path}.${name}`, findings)
      } else if (value.type === "function") {
        // What the application's closures keep is its own business.
        const { internalProperties = [] } = await session.post("Runtime.getProperties", { objectId: value.objectId })
        const inner = (wanted: string) => internalProperties.find(property => property.name === wanted)?.value
        if (!ourScripts.has(inner("[[FunctionLocation]]")?.value?.scriptId)) continue
        for (const scope of await propertiesOf(inner("[[Scopes]]")?.objectId))
          if (/^(Closure|Block)/.test(scope.value?.description ?? ""))
            await search(scope.value?.objectId, `${path}.${name}()`, findings, depth - 1)
      }
    }
  }

  async function propertiesOf(objectId: string | undefined) {
    if (objectId === undefined) return []
    const { result } = await session.post("Runtime.getProperties", { objectId, ownProperties: true })
    return result
  }
}

interface Paused {
  readonly callFrames: readonly Frame[]
  readonly data?: unknown | undefined
}

interface ThrownData {
  readonly className?: string
  readonly description?: string
}

/** An engine's error, such as the SyntaxError of JSON: our functions catch it, and never throw one like it. */
function isEngines({ className, description = "" }: ThrownData = {}): boolean {
  return className === "SyntaxError" || description.startsWith("TypeError: Invalid URL")
}

/** The calls in a stack, which distinguish errors. */
function callsIn(stack = ""): string {
  return stack
    .split("\n")
    .filter(line => line.startsWith("    at "))
    .join("\n")
}

/** Runs in the thread that is stopped: returns the path to a string that holds the secret. It calls no getter. */
export function findDeeply(this: object, secret: string): string {
  const seen = new Set<object>()
  const find = (holder: object, path: string): string => {
    if (seen.has(holder) || seen.size > 5_000) return ""
    seen.add(holder)
    if (ArrayBuffer.isView(holder))
      return new TextDecoder().decode(holder as Uint8Array).includes(secret) ? `${path} (bytes)` : ""
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (typeof value === "string" && value.includes(secret)) return `${path}.${name}`
      const found = typeof value === "object" && value !== null ? find(value, `${path}.${name}`) : ""
      if (found !== "") return found
    }
    return ""
  }
  return find(this, "")
}

interface Frame {
  readonly callFrameId: string
  readonly functionName: string
  readonly functionLocation?: { readonly scriptId: string } | undefined
  readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId?: string | undefined } }[]
}
