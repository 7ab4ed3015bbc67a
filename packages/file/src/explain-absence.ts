import { type FileWork, listFolder, nodeModule, printPath, runFileWorkSync } from "@client-secrets/source-kit"

// As Google's console calls it, and as browsers call a second download.
const downloaded = /^client_secret(_.+)?\.json$/
const googleName = /^client_secret_\d+-[a-z\d]{32}\.apps\.googleusercontent\.com( \(\d+\))?\.json$/

/**
 * Says of a file that is not there what may be meant: most often a file beside it, under the name of a download.
 *
 * Names alone: no file is opened. Gives undefined where there is nothing to say, or nothing to be seen.
 */
export function explainAbsence(path: string): string | undefined {
  if (path.startsWith("~")) return "`~` is a shell's: fileSource does not expand it."
  try {
    return runFileWorkSync(explainNeighbours(path))
  } catch {
    return undefined
  }
}

function* explainNeighbours(path: string): FileWork<string | undefined> {
  const { dirname } = nodeModule<{ dirname(path: string): string }>("node:path")
  const names = (yield* listFolder(path)) ?? (yield* listFolder(dirname(path))) ?? []
  const [neighbour, ...others] = names.filter(name => downloaded.test(name)).sort()
  if (neighbour === undefined) return undefined
  const name = googleName.test(neighbour) ? neighbour : printPath(neighbour)
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`
  return `Beside it is ${name}${more}: rename it, or give its path to fileSource.`
}
