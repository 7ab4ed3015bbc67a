import { type FSWatcher, watch } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import type { CommandResult, CommandRun } from "../commands/command.ts"
import { exitCode } from "../exit-code.ts"
import { reportFailure } from "../report/report-failure.ts"
import { type Project, resolveProject } from "./project.ts"

// Editors write a file in several steps, and some put a new one in its place.
const quietMs = 60

/**
 * Generates, and again whenever an input or the configuration changes, until the process is asked to end.
 *
 * Folders are watched, not files: a file that is deleted and comes back is still seen. What fails is reported, and what was
 * generated last stays.
 */
export async function watchInputs(
  run: CommandRun,
  work: (project: Project) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { reporter } = run
  const signal = run.stopSignal()
  let project = await resolveProject(run)
  const changes = new Changes()
  while (!signal.aborted) {
    const files = filesOf(project)
    changes.watch(files)
    try {
      await work(project)
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error
      reportFailure(error, reporter)
    }
    reporter.note(`watching ${files.length === 1 ? "1 file" : `${files.length} files`}`)
    await changes.next(signal)
    if (signal.aborted) break
    try {
      project = await resolveProject(run)
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error
      reportFailure(error, reporter)
    }
  }
  changes.close()
  return { exitCode: exitCode.ok, result: {} }
}

function filesOf({ inputs, root, config }: Project): readonly string[] {
  const places = inputs.map(({ place }) => place).filter(place => place !== "-" && !place.startsWith("env:"))
  const files = [...places.map(place => resolve(root, place)), ...(config === undefined ? [] : [config])]
  if (files.length === 0) throw new CommandFailure("usage", "--watch needs an input that is a file.")
  return files
}

/** Changes of some files, as one signal a while after the last of a series. */
class Changes {
  readonly #folders = new Map<string, { readonly watcher: FSWatcher; names: ReadonlySet<string> }>()
  #isDue = false
  #timer: NodeJS.Timeout | undefined
  #wake: (() => void) | undefined

  watch(files: readonly string[]): void {
    const wanted = new Map<string, Set<string>>()
    for (const file of files) {
      const folder = dirname(file)
      wanted.set(folder, (wanted.get(folder) ?? new Set()).add(basename(file)))
    }
    for (const [folder, { watcher }] of this.#folders) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#folders.delete(folder)
    }
    for (const [folder, names] of wanted) {
      const known = this.#folders.get(folder)
      // A watcher that goes on is kept: what changed while another takes its place would go unseen.
      if (known === undefined) this.#folders.set(folder, { watcher: this.#watchFolder(folder), names })
      else known.names = names
    }
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

  async next(signal: AbortSignal): Promise<void> {
    if (!this.#isDue) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
        signal.addEventListener("abort", () => resolve(), { once: true })
      })
    }
    this.#isDue = false
  }

  close(): void {
    for (const { watcher } of this.#folders.values()) watcher.close()
    this.#folders.clear()
  }

  #note(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isDue = true
      this.#wake?.()
    }, quietMs)
  }
}
