import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { printPath } from "@client-secrets/source-kit"
import { rethrow } from "../../rethrow.ts"

/** Codes of the system that mean that this program may not do it, now or later. */
const deniedCodes = new Set(["EACCES", "EPERM", "EROFS"])

/** Deno's own errors have a name and no code. */
const deniedNames = new Set(["PermissionDenied", "NotCapable"])

/**
 * Runs work on files. An error of the system names paths and more, so only its code goes into ours.
 *
 * @param signal of work that waits: its reason is thrown unchanged
 * @throws {ClientSecretsError} `denied` or `unavailable`
 */
export async function onFiles<Result>(
  place: string,
  work: () => Promise<Result>,
  signal?: AbortSignalLike,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const isOurs = ClientSecretsError.is(error) || (signal?.aborted && error === signal.reason)
    return rethrow(isOurs ? error : toFileError(place, error), signal)
  }
}

function toFileError(place: string, error: unknown): ClientSecretsError {
  const code = systemCode(error)
  const suffix = code === "" ? "" : ` (${code})`
  if (deniedCodes.has(code) || deniedNames.has(String((Object(error) as { name?: unknown }).name)))
    return new ClientSecretsError(
      "denied",
      `The tokens in ${printPath(place)} cannot be reached: permission denied${suffix}.`,
    )
  if (code === "ENOSPC" || code === "EDQUOT")
    return new ClientSecretsError(
      "unavailable",
      `The tokens cannot be stored in ${printPath(place)}: the disk is full${suffix}.`,
    )
  return new ClientSecretsError("unavailable", `The tokens in ${printPath(place)} cannot be reached${suffix}.`)
}

/** The system's code of an error, such as ENOENT; empty if it has none. */
export function systemCode(error: unknown): string {
  const thrown = Object(error) as { code?: unknown }
  const code = Object.hasOwn(thrown, "code") ? thrown.code : undefined
  return typeof code === "string" && /^E[A-Z0-9]{1,30}$/.test(code) ? code : ""
}
