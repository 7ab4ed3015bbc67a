import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"

/** What a file of the project contains; empty if it does not exist. */
export function readProjectFile(folder: string, name: string): string {
  const path = join(folder, name)
  try {
    if (!existsSync(path)) return ""
    // Opening a FIFO would wait for a writer, possibly forever.
    if (!statSync(path).isFile()) throw new CommandFailure("io", `${name} is not a regular file.`)
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `${name} could not be read: ${systemCodeOf(error)}.`)
  }
}

/** The content with those lines added that it lacks; everything else stays as it is, the line ends too. */
export function withLines(text: string, wanted: readonly string[]): string {
  const lines = text.split(/\r?\n/)
  const lacking = wanted.filter(line => !lines.includes(line))
  if (lacking.length === 0) return text
  const end = text.includes("\r\n") ? "\r\n" : "\n"
  return `${text}${text === "" || text.endsWith("\n") ? "" : end}${lacking.join(end)}${end}`
}
