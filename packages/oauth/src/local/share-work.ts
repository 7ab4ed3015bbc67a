import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { serializeKey, type TokenKey, type TokenStore } from "./stores/token-store.ts"

/** Work that has begun: its result, and what callers may learn of it before it ends. */
export interface BegunWork<Result, Progress> {
  readonly result: Promise<Result>
  readonly progress: Progress
}

/** One caller's part in work that several wait for. */
export interface SharedWork<Result, Progress> {
  readonly progress: Progress
  /** The result, or the reason of this caller's signal if that comes first. To be called once. */
  wait(signal: AbortSignalLike | undefined): Promise<Result>
}

interface Running extends BegunWork<unknown, unknown> {
  readonly controller: AbortController
  callers: number
  remove(): void
}

const byStore = new WeakMap<TokenStore, Map<string, Running>>()

/**
 * Begins work, or joins it if it is already running: once for all callers that need the same for the same account.
 *
 * When the last caller has left, the work is stopped by its signal.
 *
 * @param name identifies the work
 */
export function shareWork<Result, Progress>(
  { store, key }: { readonly store: TokenStore; readonly key: TokenKey },
  name: string,
  begin: (signal: AbortSignal) => BegunWork<Result, Progress>,
): SharedWork<Result, Progress> {
  const works = byStore.get(store) ?? new Map<string, Running>()
  byStore.set(store, works)
  const id = `${name} ${serializeKey(key)}`
  const running = works.get(id) ?? start(works, id, begin)
  running.callers++
  return { progress: running.progress as Progress, wait: signal => waitFor(running, signal) as Promise<Result> }
}

function start(
  works: Map<string, Running>,
  id: string,
  begin: (signal: AbortSignal) => BegunWork<unknown, unknown>,
): Running {
  const controller = new AbortController()
  const remove = () => {
    if (works.get(id) === running) works.delete(id)
  }
  const running: Running = { ...begin(controller.signal), controller, callers: 0, remove }
  works.set(id, running)
  running.result.then(remove, remove)
  return running
}

async function waitFor(running: Running, signal: AbortSignalLike | undefined): Promise<unknown> {
  try {
    return await untilAborted(running.result, signal)
  } finally {
    running.callers--
    if (running.callers === 0) {
      running.remove()
      running.controller.abort(new ClientSecretsError("aborted", "Every caller has given up this sign-in."))
    }
  }
}

/** The work's result, or the signal's reason if that comes first. */
export async function untilAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignalLike | undefined,
): Promise<Result> {
  if (signal === undefined) return work
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener("abort", abort)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener("abort", abort)
  }
}
