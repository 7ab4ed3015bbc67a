import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { gitState } from "../git/git-state.ts"
import { howToUse } from "../project/how-to-use.ts"
import { noteWritten } from "../project/note-written.ts"
import { type PlannedFile, planFiles } from "../project/plan-files.ts"
import { folderOf, type Project } from "../project/project.ts"
import { projectOptions } from "../project/project-options.ts"
import { renderProject } from "../project/render-project.ts"
import { resolveProject } from "../project/resolve-project.ts"
import { watchInputs } from "../project/watch-inputs.ts"
import { writePlanned } from "../project/write-files.ts"
import type { Command, CommandResult, CommandRun } from "./command.ts"

/** `client-secrets generate` */
export const generateCommand: Command = {
  usage: "[INPUT | ENVIRONMENT=INPUT]...",
  description: `INPUT is the path of a client file, - for standard input, or env:NAME for a variable that holds one. Without an input, the configuration in the working directory decides. Without a configuration, client_secrets.json is read. Several inputs are environments of one client.

Nothing is written before every module has been generated and searched for the secret. Files that would not change are not touched.`,
  examples: ["generate", "generate client_secrets.json --out src", "generate dev=dev.json prod=prod.json --name shop"],
  options: { ...projectOptions, watch: { short: "w", description: "Generate again whenever an input changes." } },
  async run(run) {
    if (!run.given.has("watch")) return await generateOnce(run, await resolveProject(run))
    return await watchInputs(run, project => generateOnce(run, project))
  },
}

async function generateOnce(run: CommandRun, project: Project): Promise<CommandResult> {
  const { files, exitCode: code } = await renderProject(project, run)
  if (code !== exitCode.ok) return { exitCode: code, result: { files: [] } }
  const plan = files.flatMap(file =>
    planFiles(project.root, folderOf(project, file), [
      { path: file.path, text: file.text, isPrivate: file.holdsSecret },
    ]),
  )
  for (const file of plan) if (file.isPrivate) await refuseUnlessIgnored(file)
  const written = writePlanned(plan)
  noteWritten(written, run.reporter)
  if (written.some(({ action }) => action === "created")) run.reporter.note(howToUse(run, project, files))
  return { exitCode: exitCode.ok, result: { files: written } }
}

/** A module with a secret must not get into the repository: git is asked about the real path of the output. */
async function refuseUnlessIgnored({ path, absolute }: PlannedFile): Promise<void> {
  const git = await gitState(absolute)
  if (git === undefined || (git !== "unknown" && !git.isTracked && git.isIgnored)) return
  const why = git === "unknown" ? "could not be asked about it" : git.isTracked ? "tracks it" : "does not ignore it"
  throw new CommandFailure(
    "leak",
    `${path} would hold the secret, and git ${why}.`,
    "Nothing was written. Add it to .gitignore, or leave out --inline-secret.",
  )
}
