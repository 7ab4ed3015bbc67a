import type { AbortSignalLike } from "../src/source/source.ts"

/** A signal that exposes its listeners. */
export class CountingSignal implements AbortSignalLike {
  aborted = false
  reason: unknown
  readonly listeners: Set<() => void> = new Set()

  addEventListener(_type: "abort", listener: () => void): void {
    this.listeners.add(listener)
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.listeners.delete(listener)
  }

  abort(reason: unknown): void {
    this.aborted = true
    this.reason = reason
    for (const listener of [...this.listeners]) listener()
  }
}
