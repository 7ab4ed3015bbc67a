import { type FSWatcher, watch } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import type { CommandResult, CommandRun } from "./command.ts"
import { CommandFailure } from "./command-failure.ts"
import { exitCode } from "./exit-code.ts"
import { type Project, resolveProject } from "./project.ts"
import { reportFailure } from "./report-failure.ts"

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
  #watchers: FSWatcher[] = []
  #isDue = false
  #timer: NodeJS.Timeout | undefined
  #wake: (() => void) | undefined

  watch(files: readonly string[]): void {
    this.close()
    for (const folder of new Set(files.map(file => dirname(file)))) {
      const names = new Set(files.filter(file => dirname(file) === folder).map(file => basename(file)))
      try {
        const watcher = watch(folder, (_, name) => {
          if (name === null || names.has(name)) this.#note()
        })
        watcher.on("error", () => {})
        this.#watchers.push(watcher)
      } catch {
        throw new CommandFailure("io", "The folder of an input cannot be watched.")
      }
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
    for (const watcher of this.#watchers) watcher.close()
    this.#watchers = []
  }

  #note(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isDue = true
      this.#wake?.()
    }, quietMs)
  }
}
