import { CommandFailure } from "../command-failure.ts"
import { type Blob, readBlobs } from "./read-blobs.ts"
import { runGit } from "./run-git.ts"

/** A file as it is staged. */
export type StagedFile = Blob & {
  /** From the top of the repository, in bytes: a name need not be UTF-8. */
  readonly path: Buffer
}

// Long enough for an index of 100,000 files, in milliseconds.
const timeLimit = 30_000

/**
 * What the next commit would add or change, with its whole content: of the index, not of the working tree.
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
  const entries = readEntries(stdout)
  const blobs = readBlobs(
    folder,
    entries.map(({ object }) => object),
    maxBytes,
  )
  try {
    for (const { path } of entries) {
      const { value } = (await blobs.next()) as { readonly value: Blob | undefined }
      if (value === undefined) throw new CommandFailure("io", "git could not read the staged files.")
      yield { path, ...value }
    }
  } finally {
    // Ends the process of git, which would otherwise be waited for.
    await blobs.return(undefined)
  }
}

interface Entry {
  readonly path: Buffer
  readonly object: string
}

/** Reads `:MODE MODE OBJECT OBJECT STATUS` NUL `PATH` NUL, again and again. */
function readEntries(answer: Buffer): readonly Entry[] {
  const entries: Entry[] = []
  for (let start = 0; start < answer.length; ) {
    const middle = answer.indexOf(0, start)
    const end = answer.indexOf(0, middle + 1)
    if (middle === -1 || end === -1) throw new CommandFailure("io", "git's list of the staged changes is incomplete.")
    const [, mode, , object] = answer.toString("latin1", start, middle).split(" ")
    // A submodule is a commit, not content.
    if (mode !== "160000" && object !== undefined) entries.push({ path: answer.subarray(middle + 1, end), object })
    start = end + 1
  }
  return entries
}
