import { resolve } from "node:path"
import type { Arguments } from "../arguments/parse-arguments.ts"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import { findConfig, loadConfig } from "./load-config.ts"
import type { Project } from "./project.ts"
import { projectOfArguments } from "./project-of-arguments.ts"
import { projectOfConfig } from "./project-of-config.ts"
import { projectOptions } from "./project-options.ts"

/** Determines the inputs and outputs: from the arguments, otherwise from the configuration in the working directory. */
export async function resolveProject({ given, folder }: CommandRun): Promise<Project> {
  const config = configOf(given, folder)
  if (config === undefined) return withOneStandardInput(projectOfArguments(given, folder))
  refuseBesideConfig(given)
  return withOneStandardInput(projectOfConfig(config, await loadConfig(config), given.has("inline-secret")))
}

/** What was read of it for one input is not there for the next. */
function withOneStandardInput(project: Project): Project {
  if (project.inputs.filter(({ place }) => place === "-").length < 2) return project
  throw new CommandFailure(
    "usage",
    "Only one input can be standard input (-).",
    "Pass the others as files or variables.",
  )
}

/** The configuration that was named, or the one of the working directory where no input was given. */
function configOf(given: Arguments, folder: string): string | undefined {
  const named = given.one("config")
  if (named !== undefined) return resolve(folder, named)
  return given.positionals.length === 0 ? findConfig(folder) : undefined
}

const allowedBesideConfig: ReadonlySet<string> = new Set(["config", "inline-secret"])

/** An argument that a configuration would override is a mistake of the user's. */
function refuseBesideConfig(given: Arguments): void {
  const options = Object.keys(projectOptions).filter(name => given.has(name) && !allowedBesideConfig.has(name))
  const refused = [...(given.positionals.length > 0 ? ["An input"] : []), ...options.map(name => `--${name}`)]
  if (refused.length === 0) return
  throw new CommandFailure(
    "usage",
    `${refused[0]} cannot be combined with a configuration, which says the same.`,
    "Change the configuration, or give all of it as arguments, the input too.",
  )
}
