import { realpathSync, statSync } from "node:fs"
import { type GitState, gitState } from "../git/git-state.ts"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, notChecked, passed } from "./check.ts"
import { checkDevServer } from "./dev-server.ts"
import { type LinkedPlace, linkedPlaces } from "./linked-places.ts"
import { projectOf } from "./project-folders.ts"
import { checkPublicFolder } from "./public-folder.ts"

/** A client file, and how messages call it. */
export interface ExaminedFile {
  readonly places: readonly LinkedPlace[]
  readonly label: string
}

/** The results of the checks of a client file. */
export interface Examination {
  readonly checks: readonly Check[]
  /** The folders of its project, from its own upward. */
  readonly folders: readonly string[]
}

/** Finds out where a client file is exposed. */
export async function examineFile(path: string, label: string): Promise<Examination> {
  // For a link, git commits and others read its target; a server follows it from either place.
  const real = realpathSync(path)
  const file: ExaminedFile = { places: linkedPlaces(path), label }
  const git = await gitState(real)
  const checks = [checkGit(git, label), checkPermissions(real, label), checkPublicFolder(file), checkDevServer(file)]
  return { checks, folders: projectOf(real).folders }
}

/** The same checks, for an input that is not a file. */
export function examineNothing(label: string): Examination {
  const why = `${label} is not a file.`
  const checks = (["git", "permissions", "public_folder", "dev_server"] as const).map(id => notChecked(id, why))
  return { checks, folders: [] }
}

function checkGit(git: GitState | "unknown" | undefined, file: string): Check {
  if (git === undefined) return passed("git", "It is not in a git repository.")
  if (git === "unknown") {
    return notChecked("git", "git could not be asked.", [
      {
        severity: "warning",
        code: "git_unknown",
        message: "git could not be asked about the client file.",
        hint: "Make sure that git is installed, answers, and trusts this folder.",
        file,
      },
    ])
  }
  if (git.isTracked) {
    return failed("git", "git tracks it.", [
      {
        severity: "error",
        code: "tracked",
        message: "git tracks the client file.",
        hint: "Run git rm --cached for it, and add client_secret*.json to .gitignore. If it was pushed, create a new client secret.",
        file,
      },
    ])
  }
  if (git.isIgnored) return passed("git", "git ignores it.")
  return failed("git", "git does not ignore it.", [
    {
      severity: "error",
      code: "not_ignored",
      message: "git does not ignore the client file, so the next git add . would commit it.",
      hint: "Add client_secret*.json to .gitignore, or run client-secrets init, which does that.",
      file,
    },
  ])
}

function checkPermissions(path: string, file: string): Check {
  if (process.platform === "win32") return notChecked("permissions", "Windows has no permission bits.")
  const { mode } = statSync(path)
  const hint = "Run chmod 600 for it."
  const problems: Problem[] = []
  if ((mode & 0o044) !== 0) {
    const message = "Other users of this machine may read the client file."
    problems.push({ severity: "warning", code: "readable", message, hint, file })
  }
  if ((mode & 0o022) !== 0) {
    const message = "Other users of this machine may change the client file, and so where the secret is sent."
    problems.push({ severity: "warning", code: "writable", message, hint, file })
  }
  const bits = (mode & 0o777).toString(8).padStart(4, "0")
  return problems.length === 0
    ? passed("permissions", `Only its owner may read it (${bits}).`)
    : failed("permissions", `Others have access to it (${bits}).`, problems)
}
