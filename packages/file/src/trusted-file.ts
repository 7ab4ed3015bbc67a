import { type FileWork, lookUpLink, lookUpPath, ownGlobal, sourceFailure } from "@client-secrets/source-kit"

/** Who owns a file or folder, and who may write it: part of `fs.Stats`. */
export interface Owned {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

const writableByGroup = 0o020
const writableByOthers = 0o002

/**
 * Says why somebody other than this user and root could have put a file there, or changed it; undefined where nobody could.
 *
 * A client file names the endpoint that the secret is sent to. So a file that was not named by the program, but found, must
 * be one that only this user can have written. Access control lists are not checked: Node cannot read them.
 */
export function* findDoubt(path: string, folder: string, file: Owned): FileWork<string | undefined> {
  const user = effectiveId("uid")
  if (user === undefined) return undefined
  const isForeign = (owned: Owned | undefined) => owned === undefined || (owned.uid !== user && owned.uid !== 0)
  // The file itself, and the link to it if it is one.
  if (isForeign(file) || isForeign(yield* lookUpLink(path))) return "it belongs to another user"
  const writers = otherWriters(file)
  if (writers !== undefined) return `${writers} can write it`
  const parent = yield* lookUpPath(folder)
  if (parent === undefined || isForeign(parent)) return "its folder belongs to another user"
  const parentWriters = otherWriters(parent)
  return parentWriters === undefined ? undefined : `${parentWriters} can write its folder`
}

function otherWriters({ mode, gid }: Owned): string | undefined {
  if ((mode & writableByOthers) !== 0) return "other users"
  // Many systems create a group with the same name for each user, and let it write: it has no other member.
  if ((mode & writableByGroup) !== 0 && gid !== effectiveId("gid")) return "its group, which is not this user's own,"
  return undefined
}

interface Process {
  geteuid?(): number
  getegid?(): number
}

/** The user or group that this process acts as; undefined on Windows, which has no such owners. */
function effectiveId(kind: "uid" | "gid"): number | undefined {
  const process = ownGlobal<Process>("process")
  try {
    return kind === "uid" ? process?.geteuid?.() : process?.getegid?.()
  } catch {
    throw sourceFailure(
      "denied",
      `Deno: run with --allow-sys=${kind}, so that it can be seen whose file was found. Or pass the file's path.`,
    )
  }
}
