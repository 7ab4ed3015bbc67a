import { type FileWork, listFolder, nodeModule, printPath } from "@client-secrets/source-kit"
import { fileName } from "./find-project-file.ts"

/** How the file is called in the guides of Google and of well-known programs, with `_` for `-` and without an ending. */
const usualNames = new Set([
  "credentials",
  "client_secret",
  "client_secrets",
  "client_id",
  "gcp_oauth.keys",
  "oauth2.keys",
])
const shownNames = 3

/**
 * Says where a file was looked for, and which files there are probably meant: downloads, and the names that guides use.
 *
 * It looks at names only and opens no file. What cannot be listed is passed over.
 */
export function* explainAbsence(folders: readonly string[], wanted: string = fileName): FileWork<string> {
  const { join } = nodeModule<{ join(...parts: string[]): string }>("node:path")
  for (const folder of folders) {
    const names = (yield* listQuietly(folder)).filter(name => name !== wanted && looksLikeClientFile(name)).sort()
    if (names.length === 0) continue
    const shown = names.slice(0, shownNames).map(name => printPath(join(folder, name)))
    const more = names.length > shownNames ? ` (and ${names.length - shownNames} more)` : ""
    return `Is ${shown.join(" or ")}${more} the client file? If so, pass its path to fileSource(), or rename it to ${printPath(wanted)}.`
  }
  return ""
}

/** Whether a name is that of a download, also of a second one, or with an ending that Windows hid and doubled. */
function looksLikeClientFile(name: string): boolean {
  if (name.length > 255 || !name.toLowerCase().includes(".json")) return false
  let stem = name.toLowerCase().replaceAll("-", "_")
  for (;;) {
    const shorter = stem.replace(/(\.json|\.txt| ?\(\d{1,3}\))$/, "")
    if (shorter === stem) break
    stem = shorter
  }
  return usualNames.has(stem) || stem.startsWith("client_secret_")
}

function* listQuietly(folder: string): FileWork<readonly string[]> {
  try {
    return (yield* listFolder(folder)) ?? []
  } catch {
    return []
  }
}
