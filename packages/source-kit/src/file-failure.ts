import { ownProperty } from "./own-property.ts"
import { printPath } from "./printable.ts"
import { isSourceFailure, sourceFailure } from "./source-failure.ts"

const transientCodes = ["EAGAIN", "EBUSY", "EINTR", "EIO", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ETIMEDOUT"]

/**
 * Returns the failure for an error of `node:fs`; a failure of ours is returned as it is. The error's own message is dropped,
 * since it contains the path.
 */
export function fileFailure(error: unknown, path: string): unknown {
  if (isSourceFailure(error)) return error
  const name = printPath(path)
  const code = codeOf(error)
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return sourceFailure("not_found", `${name} does not exist.`)
    case "NotCapable":
      return sourceFailure("denied", adviseGrant("Deno", "--allow-read", path))
    case "ERR_ACCESS_DENIED":
      return sourceFailure("denied", adviseGrant("Node", "--allow-fs-read", path))
    case "EACCES":
    case "EPERM":
      return sourceFailure("denied", `The user that this process runs as may not read ${name}.`)
    case "ELOOP":
      return sourceFailure("unsupported", `${name} is a symbolic link that leads back to itself.`)
    case "ENXIO":
      return sourceFailure("unsupported", `${name} is not a regular file.`)
    case "ENAMETOOLONG":
      return sourceFailure("unsupported", `${name} is longer than a path can be.`)
    default: {
      const reason = code === undefined ? "; the system gave no reason" : ` (${code})`
      const isTransient = code !== undefined && transientCodes.includes(code)
      return sourceFailure("unavailable", `${name} could not be read${reason}.`, isTransient)
    }
  }
}

/** A flag is printed only with the whole path: with a part omitted it would grant something else. */
function adviseGrant(runtime: string, flag: string, path: string): string {
  const name = printPath(path)
  return name === path ? `${runtime}: run with ${flag}=${name}` : `${runtime}: grant ${name} by ${flag}.`
}

/** A system error's code, or the name of Deno's refusal. */
function codeOf(error: unknown): string | undefined {
  // The name is that of Deno's class.
  if (error instanceof Error && error.name === "NotCapable") return error.name
  const code = ownProperty(error, "code")
  return typeof code === "string" && /^E[A-Z\d_]{1,40}$/.test(code) ? code : undefined
}
