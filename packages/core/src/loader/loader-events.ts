import { ignoreRejection } from "../ignore-rejection.ts"
import type { Clock } from "./clock.ts"
import type { LoaderEvent } from "./loader.ts"
import { codeOf } from "./loader-state.ts"

/** The listeners of a loader. They watch, and nothing that they do affects it. */
export class LoaderEvents {
  readonly #listeners = new Set<(event: LoaderEvent) => void>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0
  }

  subscribe(listener: (event: LoaderEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#listeners.clear()
  }

  /** @param readAt when the client was read whose age the event has */
  emit(type: LoaderEvent["type"], source: string, readAt: number | undefined, error?: unknown): void {
    if (!this.isHeard) return
    const age = readAt === undefined ? undefined : Math.max(this.#clock.now() - readAt, 0)
    const event = Object.freeze({ type, source, age, code: codeOf(error) })
    for (const listener of [...this.#listeners]) notify(listener, event)
  }
}

/** Calls a listener. If it throws, or its promise rejects, nothing changes. */
function notify(listener: (event: LoaderEvent) => unknown, event: LoaderEvent): void {
  try {
    ignoreRejection(listener(event))
  } catch {
    // The same as a rejection.
  }
}
