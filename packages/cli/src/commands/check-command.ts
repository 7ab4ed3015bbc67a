import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { GeneratedFile } from "@client-secrets/codegen"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { commandLineOf } from "../project/package-manager.ts"
import { folderOf, type Project, projectOptions, relativePath, resolveProject } from "../project/project.ts"
import { renderProject } from "../project/render-project.ts"
import { printablePath } from "../report/printable.ts"
import { unifiedDiff } from "../report/unified-diff.ts"
import type { Command, CommandRun } from "./command.ts"

/** `client-secrets check` */
export const checkCommand: Command = {
  usage: "[INPUT | ENVIRONMENT=INPUT]...",
  description: `Takes the arguments of generate, and writes nothing. Where the client file is missing, as in CI, the committed public file is read instead: client_secrets.public.json next to it, or NAME.client_secrets.public.json in the output folder, which generate --emit public writes. Line endings do not matter.`,
  examples: ["check", "check client_secrets.json --out src"],
  options: projectOptions,
  async run(run) {
    const project = await resolveProject(run)
    const { files, exitCode: code } = await renderProject(project, run, { publicFilesToo: true })
    if (code !== exitCode.ok) return { exitCode: code, result: { files: [] } }
    const states = files.map(file => ({ file, ...stateOf(project, file) }))
    for (const { path, state, diff } of states) {
      if (state === "unchanged") continue
      const message = state === "missing" ? `${path} is missing.` : `${path} is out of date.`
      run.reporter.problem({ severity: "error", code: state, message, file: path })
      if (diff !== undefined) run.reporter.output(diff)
    }
    const isCurrent = states.every(({ state }) => state === "unchanged")
    const command = commandOf(run)
    run.reporter.note(isCurrent ? `${files.length} files are up to date.` : `Run ${command} to update.`)
    const result = {
      files: states.map(({ path, state, diff }) => ({ path, state, ...(diff && { diff }) })),
      toFix: command,
    }
    return { exitCode: isCurrent ? exitCode.ok : exitCode.drift, result }
  },
}

interface State {
  readonly path: string
  readonly state: "unchanged" | "stale" | "missing"
  readonly diff?: string
}

function stateOf(project: Project, file: GeneratedFile): State {
  const { text, holdsSecret } = file
  const absolute = join(folderOf(project, file), file.path)
  const path = printablePath(relativePath(project.root, absolute))
  let old: string
  try {
    const status = statSync(absolute, { throwIfNoEntry: false })
    if (status === undefined) return { path, state: "missing" }
    // A FIFO would be waited for, at the end of a link too.
    if (!status.isFile()) throw new CommandFailure("io", `${path} is not a regular file.`)
    old = readFileSync(absolute, "utf8")
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    if (systemCodeOf(error) === "ENOENT") return { path, state: "missing" }
    throw new CommandFailure("io", `${path} could not be read: ${systemCodeOf(error)}.`)
  }
  if (old.replaceAll("\r\n", "\n") === text) return { path, state: "unchanged" }
  return holdsSecret ? { path, state: "stale" } : { path, state: "stale", diff: unifiedDiff(path, old, text) }
}

/** The command that writes what is checked, as it would be typed. */
function commandOf({ given, folder, environment }: CommandRun): string {
  const words = Object.entries(projectOptions).flatMap(([name, { value }]) =>
    given.all(name).flatMap(text => (value === undefined ? [`--${name}`] : [`--${name}`, quoted(text)])),
  )
  return [commandLineOf(folder, environment, "generate"), ...given.positionals.map(quoted), ...words].join(" ")
}

// Printed for a shell of POSIX, and as a path is: what looks like a secret is not repeated.
function quoted(word: string): string {
  const shown = printablePath(word)
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown}'`
}
