import { printPath } from "./print-path.ts"
import { isSourceFailure, sourceFailure } from "./source-failure.ts"

const transientCodes = ["EAGAIN", "EBUSY", "EINTR", "EIO", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ETIMEDOUT"]

/** What a foreign error of `node:fs` comes down to; our own pass. Its text, which holds the path, is dropped. */
export function fileFailure(error: unknown, path: string): unknown {
  if (isSourceFailure(error)) return error
  const name = printPath(path)
  const code = codeOf(error)
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return sourceFailure("not_found", `${name} is not there.`)
    case "NotCapable":
      return sourceFailure("denied", `Deno: run with --allow-read=${name}`)
    case "ERR_ACCESS_DENIED":
      return sourceFailure("denied", `Node: run with --allow-fs-read=${name}`)
    case "EACCES":
    case "EPERM":
      return sourceFailure("denied", `This process's user may not read ${name}.`)
    case "ELOOP":
      return sourceFailure("unsupported", `${name} is a loop of symbolic links.`)
    case "ENXIO":
      return sourceFailure("unsupported", `${name} is not a regular file.`)
    case "ENAMETOOLONG":
      return sourceFailure("unsupported", `${name} is longer than a path may be.`)
    default:
      return sourceFailure("unavailable", `${name} could not be read: ${code}.`, transientCodes.includes(code))
  }
}

/** A system error's code, or the name of Deno's refusal. */
function codeOf(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown }
  if (name === "NotCapable") return name
  return typeof code === "string" && /^E[A-Z\d_]{1,40}$/.test(code) ? code : "no reason was given"
}
