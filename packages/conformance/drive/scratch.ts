import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"

/** A folder for one test, with files by their path; a path that ends in `/` is an empty folder. */
export function scratch(files: Readonly<Record<string, string>> = {}): string {
  // The real path, since macOS's temporary folder is a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "scratch-")))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true })
    if (!path.endsWith("/")) writeFileSync(file, text)
  }
  return folder
}
