import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { runCli } from "./run-cli.ts"

/** A user's machine: home, working directory, and a browser that replaces xdg-open. */
export function machine(files: Record<string, string> = {}, browser: Record<string, string> = {}) {
  const folder = scratch({ ...files, "bin/": "", "Downloads/": "", "work/": "" })
  const opener = join(folder, "bin/xdg-open")
  const page = join(import.meta.dirname, "fixtures/browser.ts")
  writeFileSync(
    opener,
    `#!/bin/sh\n"${process.execPath}" --no-warnings "${page}" "$1" >/dev/null 2>"${folder}/browser.log" &\n`,
    { mode: 0o755 },
  )
  const environment = {
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_STATE_HOME: join(folder, "state"),
    BROWSER: JSON.stringify({ downloads: join(folder, "Downloads"), ...browser }),
  }
  return {
    folder,
    run: (words: readonly string[], more: Record<string, string> = {}, stdin = "") =>
      runCli(words, { folder, stdin, environment: { ...environment, ...more } }),
  }
}
