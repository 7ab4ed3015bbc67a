import { existsSync } from "node:fs"
import { join } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import { runGit } from "../git/run-git.ts"
import { commandLineOf } from "../project/package-manager.ts"
import type { WantedFile } from "../project/plan-files.ts"
import { readProjectFile } from "./project-file.ts"

/** git's pre-commit hook with a line that searches what is committed. */
export async function preCommitHook({ folder, environment }: CommandRun): Promise<WantedFile> {
  const command = commandLineOf(folder, environment, "scan --staged --if-present")
  const yourself = `Add this line to the pre-commit hook yourself: ${command} || exit 1`
  const path = [".husky", ".git/hooks"].find(name => existsSync(join(folder, name)))
  if (path === undefined) {
    // In a worktree or a submodule .git is a file, and the hooks are elsewhere.
    const hint = existsSync(join(folder, ".git")) ? yourself : "Run init at the top of the repository, after git init."
    throw new CommandFailure("usage", "There is no folder of git's hooks here.", hint)
  }
  if (path === ".git/hooks" && (await hasOtherHooks(folder, yourself))) {
    throw new CommandFailure("usage", "git's hooks are in another folder, which core.hooksPath names.", yourself)
  }
  const file = `${path}/pre-commit`
  const [first = "", ...others] = readProjectFile(folder, file).split("\n")
  const isShell =
    !first.startsWith("#!") ||
    first
      .trim()
      .split(/[/ ]/)
      .some(word => shells.has(word))
  if (!isShell) {
    throw new CommandFailure("usage", `${file} is not a script of a shell, so it was not changed.`, yourself)
  }
  if ([first, ...others].some(line => line.startsWith(command)))
    return { path: file, text: [first, ...others].join("\n") }
  // Before everything else: a hook often ends with exec, and its result is that of its last command.
  const start = first.startsWith("#!") ? [first] : path === ".husky" ? [] : ["#!/bin/sh"]
  const rest = first.startsWith("#!") ? others : [first, ...others]
  return { path: file, text: [...start, `${command} || exit 1`, ...rest].join("\n") }
}

const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "zsh", "ksh"])

/**
 * Whether git's configuration names another folder of hooks.
 *
 * @throws {CommandFailure} io where git does not say: a hook in a folder that it does not use would protect nothing.
 */
async function hasOtherHooks(folder: string, yourself: string): Promise<boolean> {
  const { exitCode, stdout } = await runGit(folder, ["config", "--get-all", "core.hooksPath"])
  if (exitCode !== 0) throw new CommandFailure("io", "git could not be asked where its hooks are.", yourself)
  // The last one is our own, so that git runs no hook for us.
  return stdout.toString("utf8").trim().split("\n").length > 1
}
