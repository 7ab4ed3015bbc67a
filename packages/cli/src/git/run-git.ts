import { ownOptions, ownProperty } from "@client-secrets/source-kit"

/** The answer of git. */
export interface GitAnswer {
  /** Undefined where git could not be run, or did not answer in time. */
  readonly exitCode: number | undefined
  readonly stdout: Buffer
}

/** Options for a call of git. */
export interface GitCall {
  /** Data for its standard input. */
  readonly input?: string
  /** In milliseconds. @default 5000 */
  readonly timeLimit?: number
}

// A repository's own configuration names programs that git runs. These settings come after it and win.
const settings = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.pager=cat",
  "core.attributesFile=/dev/null",
  // In a subfolder, `git diff` would otherwise leave out what lies above it.
  "diff.relative=false",
  // A bare repository inside of a tree is not taken for the tree's own.
  "safe.bareRepository=explicit",
]

// What git needs to find its repository and the user's own settings. Secrets of our environment are not passed on.
const passedOn = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "SYSTEMROOT",
  "TMPDIR",
  "TEMP",
  "XDG_CONFIG_HOME",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
]

const quiet = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  // `refs/replace` shows another object than the one that is committed and pushed.
  GIT_NO_REPLACE_OBJECTS: "1",
  // Nothing is fetched where objects of a partial clone are missing: its configuration names the program that would do it.
  GIT_NO_LAZY_FETCH: "1",
  // Before 2.45 git does not know the other one. Not the setting `protocol.allow`, which a repository's `protocol.file.allow` beats.
  GIT_ALLOW_PROTOCOL: "none",
  LC_ALL: "C",
}

// git waits without end for a FIFO in the place of one of its files, such as .gitignore or .git/index.
const defaultTimeLimit = 5_000

/**
 * Runs git in a folder that may be anybody's, so that nothing of that folder is run, and git is stopped where it waits for
 * something of that folder.
 *
 * Callers pass paths after `--`, and add `--no-ext-diff --no-textconv` to commands that make a diff.
 */
export async function runGit(folder: string, words: readonly string[], call: GitCall = {}): Promise<GitAnswer> {
  const { input, timeLimit = defaultTimeLimit } = ownOptions(call)
  // Most runs need no git, and this takes a while to load.
  const { execFile } = await import("node:child_process")
  return await new Promise(resolve => {
    const child = execFile(
      "git",
      gitArguments(words),
      // Without a prototype: an inherited `shell` would have a shell run it.
      ownOptions({
        cwd: folder,
        env: gitEnvironment(),
        encoding: "buffer",
        maxBuffer: 2 ** 31 - 1,
        timeout: timeLimit,
        killSignal: "SIGKILL",
        windowsHide: true,
      } as const) as { encoding: "buffer" },
      (error, stdout) => {
        const code = error === null ? 0 : error.code
        resolve({ exitCode: typeof code === "number" ? code : undefined, stdout })
      },
    )
    child.stdin?.on("error", () => {})
    child.stdin?.end(input)
  })
}

/** The arguments of a call, after the settings that keep git from running something of the tree. */
export function gitArguments(words: readonly string[]): string[] {
  return [...settings.flatMap(setting => ["-c", setting]), "--no-pager", ...words]
}

export function gitEnvironment(): Record<string, string> {
  const passed = passedOn.flatMap(name => {
    const value = ownProperty(process.env, name) as string | undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.assign(Object.create(null), Object.fromEntries(passed), quiet)
}
