import { resolve } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import { type Blob, readBlobs } from "./read-blobs.ts"
import { runGit } from "./run-git.ts"

/** A file as it is staged. */
export type StagedFile = Blob & {
  /** From the top of the repository, in bytes: a name need not be UTF-8. */
  readonly path: Buffer
  /** Whether it is a commit of another repository. */
  readonly isSubmodule: boolean
}

// Long enough for an index of 100,000 files, in milliseconds.
const timeLimit = 30_000

/**
 * The files that the next commit would add or change, with their whole content: of the index, not of the working tree.
 *
 * @throws {CommandFailure} io where git cannot say.
 */
export async function* stagedFiles(folder: string, maxBytes: number): AsyncGenerator<StagedFile> {
  const words = ["diff", "--cached", "--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"]
  const { exitCode, stdout } = await runGit(folder, [...words, "--diff-filter=d", "--"], { timeLimit })
  if (exitCode !== 0) {
    throw new CommandFailure(
      "io",
      "git could not list the staged changes.",
      "Make sure that this is a git repository, that git is installed, and that git status works here.",
    )
  }
  const all = readEntries(stdout)
  for (const { path, isSubmodule } of all) {
    if (isSubmodule) yield { path, content: undefined, reason: "it is a submodule", isSubmodule }
  }
  const entries = all.filter(({ isSubmodule }) => !isSubmodule)
  const blobs = readBlobs(
    folder,
    entries.map(({ object }) => object),
    maxBytes,
  )
  try {
    for (const { path } of entries) {
      const { value } = (await blobs.next()) as { readonly value: Blob | undefined }
      if (value === undefined) throw new CommandFailure("io", "git could not read the staged files.")
      yield { path, ...value, isSubmodule: false }
    }
  } finally {
    // Ends the process of git, which would otherwise be waited for.
    await blobs.return(undefined)
  }
}

interface Entry {
  readonly path: Buffer
  readonly object: string
  /** A submodule is a commit, not content. */
  readonly isSubmodule: boolean
}

/** Reads `:MODE MODE OBJECT OBJECT STATUS` NUL `PATH` NUL, again and again. */
function readEntries(answer: Buffer): readonly Entry[] {
  const entries: Entry[] = []
  for (let start = 0; start < answer.length; ) {
    const middle = answer.indexOf(0, start)
    const end = answer.indexOf(0, middle + 1)
    if (middle === -1 || end === -1) throw new CommandFailure("io", "git's list of the staged changes is incomplete.")
    const [, mode, , object] = answer.toString("latin1", start, middle).split(" ")
    if (object !== undefined)
      entries.push({ path: answer.subarray(middle + 1, end), object, isSubmodule: mode === "160000" })
    start = end + 1
  }
  return entries
}

/**
 * The folder at the top of a repository, from a folder in it.
 *
 * @throws {CommandFailure} io where git cannot say.
 */
export async function topOfRepository(folder: string): Promise<string> {
  // Relative, so that a link on the way to the folder does not matter.
  const { exitCode, stdout } = await runGit(folder, ["rev-parse", "--show-cdup"])
  if (exitCode !== 0) throw new CommandFailure("io", "git could not find the top of the repository.")
  return resolve(folder, stdout.toString("utf8").trimEnd())
}
