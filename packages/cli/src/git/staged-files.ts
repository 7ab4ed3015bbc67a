import { CommandFailure } from "../command-failure.ts"
import { runGit } from "./run-git.ts"

/** A file as it is staged. */
export interface StagedFile {
  /** From the repository's top, as git writes it. */
  readonly path: string
  readonly content: Buffer
}

/**
 * What the next commit would add or change, with its whole content: of the index, not of the working tree.
 *
 * @throws {CommandFailure} io where git cannot say.
 */
export async function* stagedFiles(folder: string): AsyncGenerator<StagedFile> {
  const words = [
    "diff",
    "--cached",
    "--raw",
    "--no-abbrev",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--diff-filter=d",
  ]
  const { exitCode, stdout } = await runGit(folder, [...words, "--"])
  if (exitCode !== 0)
    throw new CommandFailure(
      "io",
      "The staged changes could not be had.",
      "Is this a git repository, and git installed?",
    )
  const fields = stdout.toString("utf8").split("\0")
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, mode, , object] = fields[index]!.split(" ")
    const path = fields[index + 1]!
    // A submodule is a commit, not content.
    if (mode === "160000" || object === undefined) continue
    const blob = await runGit(folder, ["cat-file", "blob", object])
    if (blob.exitCode !== 0) throw new CommandFailure("io", "A staged file could not be had from git.")
    yield { path, content: blob.stdout }
  }
}
