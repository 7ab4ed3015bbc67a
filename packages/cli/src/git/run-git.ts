/** What git answered. */
export interface GitAnswer {
  /** Undefined where git itself could not be run. */
  readonly exitCode: number | undefined
  readonly stdout: Buffer
}

// A repository's own configuration names programs that git runs. These settings come after it and win.
const settings = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.pager=cat",
  "core.attributesFile=/dev/null",
  // A bare repository inside of a tree is not taken for the tree's own.
  "safe.bareRepository=explicit",
]

// What git needs to find its repository and the user's own settings. Secrets of our environment are not handed on.
const passedOn = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "SYSTEMROOT",
  "TMPDIR",
  "TEMP",
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
]

const quiet = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  // Nothing is fetched where objects of a partial clone are missing: its configuration names the program that would do it.
  GIT_NO_LAZY_FETCH: "1",
  // Before 2.45 git does not know the other one. Not the setting `protocol.allow`, which a repository's `protocol.file.allow` beats.
  GIT_ALLOW_PROTOCOL: "none",
  LC_ALL: "C",
}

/**
 * Runs git in a folder that may be anybody's, so that nothing of that folder is run.
 *
 * Callers name paths behind `--`, and add `--no-ext-diff --no-textconv` to what makes a diff.
 */
export async function runGit(folder: string, words: readonly string[], input?: string): Promise<GitAnswer> {
  const env = Object.fromEntries(
    passedOn.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
  const all = [...settings.flatMap(setting => ["-c", setting]), "--no-pager", ...words]
  // Most runs need no git, and this takes a while to load.
  const { execFile } = await import("node:child_process")
  return await new Promise(resolve => {
    const child = execFile(
      "git",
      all,
      {
        cwd: folder,
        env: { ...env, ...quiet },
        encoding: "buffer",
        maxBuffer: 2 ** 31 - 1,
        windowsHide: true,
      },
      (error, stdout) => {
        const code = error === null ? 0 : error.code
        resolve({ exitCode: typeof code === "number" ? code : undefined, stdout })
      },
    )
    child.stdin?.on("error", () => {})
    child.stdin?.end(input)
  })
}
