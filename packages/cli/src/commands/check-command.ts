import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { GeneratedFile } from "@client-secrets/codegen"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { commandLineOf } from "../project/package-manager.ts"
import { folderOf, type Project, relativePath } from "../project/project.ts"
import { projectOptions } from "../project/project-options.ts"
import { renderProject } from "../project/render-project.ts"
import { resolveProject } from "../project/resolve-project.ts"
import type { Painter, Style } from "../report/painter.ts"
import { printableFile, printablePath } from "../report/printable.ts"
import type { Command, CommandRun } from "./command.ts"

/** `client-secrets check` */
export const checkCommand: Command = {
  usage: "[INPUT | ENVIRONMENT=INPUT]...",
  description: `Takes the arguments of generate, and writes nothing. If the client file is missing, as in CI, the committed public file is read instead: client_secrets.public.json next to it, or NAME.client_secrets.public.json in the output folder, which generate --emit public writes. Line endings do not matter.`,
  examples: ["check", "check client_secrets.json --out src"],
  options: projectOptions,
  async run(run) {
    const project = await resolveProject(run)
    const { files, exitCode: code } = await renderProject(project, run, { publicFilesToo: true })
    if (code !== exitCode.ok) return { exitCode: code, result: { files: [] } }
    const states: State[] = []
    for (const file of files) states.push(await stateOf(project, file))
    for (const { path, state, diff } of states) {
      if (state === "unchanged") continue
      const message = state === "missing" ? `${path} is missing.` : `${path} is out of date.`
      run.reporter.problem({ severity: "error", code: state, message, file: path })
      if (diff !== undefined) run.reporter.output(paintDiff(diff, run.reporter.paint))
    }
    const isCurrent = states.every(({ state }) => state === "unchanged")
    const command = commandOf(run)
    const all = files.length === 1 ? "1 file is" : `${files.length} files are`
    const old = states.filter(({ state }) => state !== "unchanged").length === 1 ? "it" : "them"
    run.reporter.note(isCurrent ? `${all} up to date.` : `Run ${command} to update ${old}.`)
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
  readonly diff: string | undefined
}

async function stateOf(project: Project, file: GeneratedFile): Promise<State> {
  const { text, holdsSecret } = file
  const absolute = join(folderOf(project, file), file.path)
  const path = printableFile(relativePath(project.root, absolute))
  let old: string
  try {
    const status = statSync(absolute, { throwIfNoEntry: false })
    if (status === undefined) return { path, state: "missing", diff: undefined }
    // A FIFO would be waited for, at the end of a link too.
    if (!status.isFile()) throw new CommandFailure("io", `${path} is not a regular file.`)
    old = readFileSync(absolute, "utf8")
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    if (systemCodeOf(error) === "ENOENT") return { path, state: "missing", diff: undefined }
    throw new CommandFailure("io", `${path} could not be read: ${systemCodeOf(error)}.`)
  }
  if (old.replaceAll("\r\n", "\n") === text) return { path, state: "unchanged", diff: undefined }
  if (holdsSecret) return { path, state: "stale", diff: undefined }
  // Seldom needed, and it brings a library with it.
  const { unifiedDiff } = await import("../report/unified-diff.ts")
  return { path, state: "stale", diff: unifiedDiff(path, old, text) }
}

const lineStyles: ReadonlyMap<string | undefined, Style> = new Map([
  ["-", "red"],
  ["+", "green"],
  ["@", "cyan"],
])

/** A unified diff with git's colors. */
function paintDiff(diff: string, paint: Painter): string {
  const [before, after, ...lines] = diff.split("\n")
  const painted = lines.map(line => {
    const style = lineStyles.get(line[0])
    return style === undefined ? line : paint(style, line)
  })
  return [paint("bold", `${before}\n${after}`), ...painted].join("\n")
}

/** The command that writes the checked files, as a user would type it; without its arguments if one of them is not printed. */
function commandOf({ given, folder, environment }: CommandRun): string {
  const options = Object.entries(projectOptions).flatMap(([name, { value }]) =>
    given.all(name).flatMap(text => (value === undefined ? [`--${name}`] : [`--${name}`, text])),
  )
  const command = commandLineOf(folder, environment, "generate")
  const words = [...given.positionals, ...options].map(word => [word, printablePath(word)] as const)
  if (words.some(([word, shown]) => word !== shown)) return `${command} with the same arguments`
  return [command, ...words.map(([word]) => quoted(word))].join(" ")
}

// For a shell of POSIX. A quote is in no word that is printed.
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`
}
