import { resolve } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import type { CommandResult, CommandRun } from "../commands/command.ts"
import { exitCode } from "../exit-code.ts"
import { FileChanges } from "./file-changes.ts"
import type { Project } from "./project.ts"
import { resolveProject } from "./resolve-project.ts"

/**
 * Generates, and repeats it whenever an input or the configuration changes, until the process is asked to end.
 *
 * A failure is reported, and the previous output is kept.
 */
export async function watchInputs(
  run: CommandRun,
  work: (project: Project) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { reporter } = run
  const signal = run.stopSignal()
  const changes = new FileChanges(signal)
  let project = await resolveProject(run)
  while (!signal.aborted) {
    const files = filesOf(project)
    changes.watch(files)
    await reportingFailures(run, () => work(project))
    reporter.note(`watching ${files.length === 1 ? "1 file" : `${files.length} files`}`)
    await changes.next()
    if (!signal.aborted) project = (await reportingFailures(run, () => resolveProject(run))) ?? project
  }
  return { exitCode: exitCode.ok, result: {} }
}

async function reportingFailures<Result>(
  { reporter }: CommandRun,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    reporter.problem(error.problem)
    return undefined
  }
}

function filesOf({ inputs, root, config }: Project): readonly string[] {
  const places = inputs.map(({ place }) => place).filter(place => place !== "-" && !place.startsWith("env:"))
  const files = [...places.map(place => resolve(root, place)), ...(config === undefined ? [] : [config])]
  if (files.length === 0) throw new CommandFailure("usage", "--watch needs an input that is a file.")
  return files
}
