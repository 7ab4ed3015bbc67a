import { type FSWatcher, watch } from "node:fs"
import { basename, dirname } from "node:path"
import { CommandFailure } from "../command-failure.ts"

// Editors write a file in several steps, and some put a new one in its place.
const quietMs = 60

interface WatchedFolder {
  readonly watcher: FSWatcher
  names: ReadonlySet<string>
}

/**
 * Changes of some files: several within a moment count as one.
 *
 * Folders are watched, not files, so that a file that is deleted and comes back is still seen.
 */
export class FileChanges {
  readonly #folders = new Map<string, WatchedFolder>()
  #isDue = false
  #timer: NodeJS.Timeout | undefined
  #wake: () => void = () => {}

  /** Watches until the signal aborts. */
  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.#close())
  }

  /** From now on these files are watched, and no others. */
  watch(files: readonly string[]): void {
    const wanted = new Map<string, string[]>()
    for (const file of files) wanted.set(dirname(file), [...(wanted.get(dirname(file)) ?? []), basename(file)])
    for (const [folder, { watcher }] of this.#folders) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#folders.delete(folder)
    }
    for (const [folder, list] of wanted) {
      const names = new Set(list)
      const known = this.#folders.get(folder)
      // A watcher that continues is kept: a change would be missed while another replaces it.
      if (known === undefined) this.#folders.set(folder, { watcher: this.#watchFolder(folder), names })
      else known.names = names
    }
  }

  /** Resolves after the next change, immediately if one came since the last call, or when the signal aborts. */
  async next(): Promise<void> {
    if (!this.#isDue)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    this.#isDue = false
  }

  #watchFolder(folder: string): FSWatcher {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null || this.#folders.get(folder)?.names.has(name)) this.#note()
      })
      return watcher.on("error", () => {})
    } catch {
      throw new CommandFailure("io", "The folder of an input cannot be watched.")
    }
  }

  #note(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isDue = true
      this.#wake()
    }, quietMs)
  }

  #close(): void {
    clearTimeout(this.#timer)
    for (const { watcher } of this.#folders.values()) watcher.close()
    this.#folders.clear()
    this.#isDue = true
    this.#wake()
  }
}
