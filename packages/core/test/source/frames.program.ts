import { randomBytes } from "node:crypto"
import type { Runtime } from "node:inspector"
import { Session } from "node:inspector/promises"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import {
  ClientSecretsError,
  createLoader,
  firstOf,
  loadClientSecrets,
  loadClientSecretsSync,
  type SourceDocument,
  type SyncSource,
  secretSource,
} from "@client-secrets/core"
import type { FrameReport } from "./frames.ts"

const secret = isMainThread ? `Zq${randomBytes(12).toString("hex")}` : (workerData as string)

/** Runs each scenario, and prints what the watcher saw at the throw of the error that left. */
async function main(): Promise<void> {
  const watcher = new Worker(new URL(import.meta.url), { workerData: secret })
  await answerOf(watcher, undefined)
  const reports: FrameReport[] = []
  for (const [scenario, run] of Object.entries(scenarios)) {
    await answerOf(watcher, "begin")
    let outcome = "nothing was thrown"
    try {
      await run()
    } catch (thrown) {
      outcome = ClientSecretsError.is(thrown) ? thrown.code : String(thrown)
    }
    const seen = (await answerOf(watcher, "end")) as Pick<FrameReport, "frames" | "findings">
    reports.push({ scenario, outcome, ...seen })
  }
  await watcher.terminate()
  process.stdout.write(JSON.stringify(reports))
}

function answerOf(watcher: Worker, message: unknown): Promise<unknown> {
  const answer = new Promise(resolve => watcher.once("message", resolve))
  if (message !== undefined) watcher.postMessage(message)
  return answer
}

const members = () => ({
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: secret,
  redirect_uris: ["not a URI"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
})

/** A source, whose own frames are another package's. */
function sourceOf(document: () => SourceDocument | undefined): SyncSource {
  return { name: "store", read: async () => document(), readSync: document }
}

const google = { type: "web", clientId: "other.apps.googleusercontent.com" } as const
const broken = {
  "an invalid file": () => sourceOf(() => ({ content: JSON.stringify({ web: members() }) })),
  "a file that is cut off": () => sourceOf(() => ({ content: JSON.stringify({ web: members() }).slice(0, 120) })),
  "invalid bytes": () => sourceOf(() => ({ content: new TextEncoder().encode(JSON.stringify({ web: members() })) })),
  "an invalid object": () => sourceOf(() => ({ content: { web: members() } })),
  "invalid members": () => sourceOf(() => ({ members: members() })),
  "a chain": () =>
    firstOf(
      sourceOf(() => undefined),
      sourceOf(() => ({ members: members() })),
    ),
  "a secret of another client": () =>
    secretSource(
      google,
      sourceOf(() => ({ members: members() })),
    ),
  "an invalid file for a secret": () =>
    secretSource(
      google,
      sourceOf(() => ({ content: JSON.stringify({ web: { ...members(), client_secret: ` ${secret}` } }) })),
    ),
  "a document of a wrong form": () => sourceOf(() => [secret] as never),
  "members of a wrong form": () => sourceOf(() => ({ members: [secret] }) as never),
  "another client than the lone id of an earlier link": () =>
    firstOf(
      sourceOf(() => ({ members: { client_id: "other" }, partial: true })),
      sourceOf(() => ({ members: { ...members(), redirect_uris: [] } })),
    ),
}

const scenarios: Record<string, () => unknown> = {}
for (const [name, source] of Object.entries(broken)) {
  scenarios[`loadClientSecrets, ${name}`] = () => loadClientSecrets(source())
  scenarios[`loadClientSecretsSync, ${name}`] = () => loadClientSecretsSync(source())
  scenarios[`createLoader, ${name}`] = () => createLoader(source(), { retries: 0 }).get()
}

const odd = sourceOf(() => ({
  content: JSON.stringify({ web: { ...members(), redirect_uris: ["https://a.example/*"] } }),
}))
const onWarning = () => {
  throw new ClientSecretsError("aborted", "onWarning throws this")
}
scenarios["loadClientSecrets, onWarning throws"] = () => loadClientSecrets(odd, { onWarning })
scenarios["loadClientSecretsSync, onWarning throws"] = () => loadClientSecretsSync(odd, { onWarning })
scenarios["createLoader, onWarning throws"] = () => createLoader(odd, { onWarning }).get()

/** In the other thread: stops the main thread at each throw and looks at the variables of our frames. */
async function watch(): Promise<void> {
  const session = new Session()
  session.connectToMainThread()
  let frames = 0
  let findings = new Set<string>()
  const looks: Promise<void>[] = []
  const ourScripts = new Set<string>()
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (isOurs(params.url)) ourScripts.add(params.scriptId)
  })
  session.on("Debugger.paused", ({ params }) => {
    looks.push(look(params).finally(() => session.post("Debugger.resume")))
  })
  // Registered first: a session by itself does not keep the thread alive.
  parentPort!.on("message", async message => {
    if (message === "end") await Promise.all(looks)
    parentPort!.postMessage({ frames, findings: [...findings] })
    if (message === "begin") {
      frames = 0
      findings = new Set()
    }
  })
  await session.post("Debugger.enable")
  await session.post("Debugger.setPauseOnExceptions", { state: "all" })
  parentPort!.postMessage("ready")

  async function look({
    callFrames,
    data,
  }: {
    callFrames: readonly Frame[]
    data?: unknown | undefined
  }): Promise<void> {
    // What the parser catches itself, such as the engine's TypeError of a URI, does not leave.
    if ((data as { className?: string } | undefined)?.className !== "ClientSecretsError") return
    for (const frame of callFrames.filter(one => ourScripts.has(one.functionLocation?.scriptId ?? ""))) {
      frames++
      for (const scope of frame.scopeChain.filter(
        ({ type }) => type !== "global" && type !== "module" && type !== "script",
      ))
        await search(scope.object.objectId, `${frame.functionName}, ${scope.type}`)
    }
  }

  /** Looks at the variables of a scope: deeply at data, and at what closures of ours keep. */
  async function search(scopeId: string | undefined, path: string, depth = 2): Promise<void> {
    if (scopeId === undefined || depth === 0) return
    for (const { name, value } of await propertiesOf(scopeId)) {
      if (value?.objectId === undefined) {
        if (String(value?.value).includes(secret)) findings.add(`${path}.${name}`)
      } else if (value.type === "object") {
        const call: Runtime.CallFunctionOnParameterType = {
          objectId: value.objectId,
          functionDeclaration: `${findDeeply}`,
          arguments: [{ value: secret }],
          returnByValue: true,
        }
        const { result } = await session.post("Runtime.callFunctionOn", call)
        if (result.value) findings.add(`${path}.${name}${result.value}`)
      } else if (value.type === "function") {
        // What the application's own closures keep is its own.
        const { internalProperties = [] } = await session.post("Runtime.getProperties", { objectId: value.objectId })
        const inner = (wanted: string) => internalProperties.find(property => property.name === wanted)?.value
        if (!ourScripts.has(inner("[[FunctionLocation]]")?.value?.scriptId)) continue
        for (const scope of await propertiesOf(inner("[[Scopes]]")?.objectId))
          if (/^(Closure|Block)/.test(scope.value?.description ?? ""))
            await search(scope.value?.objectId, `${path}.${name}()`, depth - 1)
      }
    }
  }

  async function propertiesOf(objectId: string | undefined) {
    if (objectId === undefined) return []
    const { result } = await session.post("Runtime.getProperties", { objectId, ownProperties: true })
    return result
  }
}

/** Runs in the thread that is stopped: returns the path to a string that holds the secret. It calls no getter. */
function findDeeply(this: object, secret: string): string {
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

function isOurs(url: string): boolean {
  return /packages\/core\/dist/.test(url)
}

interface Frame {
  readonly functionName: string
  readonly functionLocation?: { readonly scriptId: string } | undefined
  readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId?: string | undefined } }[]
}

if (isMainThread) await main()
else await watch()
