import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import { frameworkProject } from "../doctor/framework-project.ts"
import { exitCode } from "../exit-code.ts"
import { biomeFile } from "../init/biome-file.ts"
import { configFile, isUsable } from "../init/config-file.ts"
import { preCommitHook } from "../init/pre-commit-hook.ts"
import { prettierFile } from "../init/prettier-file.ts"
import { readProjectFile, withLines } from "../init/project-file.ts"
import { scriptFile } from "../init/script-file.ts"
import { findConfig } from "../project/load-config.ts"
import { dependenciesOf, findManifest } from "../project/manifest.ts"
import { noteWritten } from "../project/note-written.ts"
import { installationOf, installedCommandLineOf, packageManagerOf } from "../project/package-manager.ts"
import { planFiles, type WantedFile } from "../project/plan-files.ts"
import { writePlanned } from "../project/write-files.ts"
import type { Command, CommandRun } from "./command.ts"

const ignoredByGit = ["client_secret*.json", "!client_secrets.public.json"]

/** `client-secrets init` */
export const initCommand: Command = {
  usage: "",
  description: `Writes a configuration for the package manager, framework and module type of the project unless there is one, and adds the missing lines to .gitignore and to the ignored files of Biome and Prettier, where the project uses them. Existing text stays as it is.`,
  examples: ["init", "init --script --pre-commit"],
  options: {
    script: { description: "Add a script to package.json that generates the modules." },
    "pre-commit": {
      description: "Add a line to git's pre-commit hook that searches what is committed for the secret.",
    },
  },
  async run(run) {
    const { given, reporter, folder, environment } = run
    if (given.positionals.length > 0) throw new CommandFailure("usage", "init does not accept an input.")
    const manifest = findManifest(folder)
    const framework = frameworkProject(folder)?.framework
    const hook = given.has("pre-commit") ? await preCommitHook(run) : undefined
    const config = findConfig(folder) === undefined ? await configFile(run, manifest, framework) : undefined
    const files: readonly (WantedFile | undefined)[] = [
      config,
      { path: ".gitignore", text: withLines(readProjectFile(folder, ".gitignore"), ignoredByGit) },
      biomeFile(run),
      config === undefined ? undefined : await prettierFile(run),
      given.has("script") ? scriptFile(run) : undefined,
      hook,
    ]
    const wanted = files.filter(file => file !== undefined)
    const written = writePlanned(planFiles(folder, folder, wanted))
    if (hook !== undefined) chmodSync(join(folder, hook.path), 0o755)
    noteWritten(written, reporter)
    const steps = [...installation(run), installedCommandLineOf(folder, environment, "generate")]
    reporter.note(`Next: ${steps.join(" && ")}`)
    if (framework?.usesVite) {
      reporter.note(
        'Add clientSecrets() from "client-secrets/vite" to the plugins of Vite: its development server hands files of the project out to anyone who can reach it.',
      )
    }
    reporter.note(`In CI: ${installedCommandLineOf(folder, environment, "check")}`)
    return { exitCode: exitCode.ok, result: { files: written, next: steps } }
  },
}

/** What to type before the next command, unless the package is installed. */
function installation({ folder, environment }: CommandRun): readonly string[] {
  if (!dependenciesOf(folder).has("client-secrets")) {
    return [installationOf(folder, environment, ["client-secrets"])]
  }
  return isUsable(folder) ? [] : [`${packageManagerOf(folder, environment).name} install`]
}
