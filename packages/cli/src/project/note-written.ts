import type { Style } from "../report/painter.ts"
import type { Reporter } from "../report/reporter.ts"
import type { WrittenFile } from "./write-files.ts"

const styles: Readonly<Record<WrittenFile["action"], Style>> = { created: "green", updated: "yellow", unchanged: "dim" }

/** Says what happened to each file. */
export function noteWritten(files: readonly WrittenFile[], reporter: Reporter): void {
  for (const { path, action } of files) reporter.note(`${action.padEnd(9)} ${path}`, styles[action])
}
