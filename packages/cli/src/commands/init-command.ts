import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { findConfig, isInstalled } from "../project/load-config.ts"
import { planFiles, writePlanned } from "../project/write-files.ts"
import type { Command } from "./command.ts"

const config = `import { defineConfig } from "client-secrets"

export default defineConfig({
  clients: { google: { input: "client_secrets.json", secret: "env:GOOGLE_CLIENT_SECRET" } },
  out: "src",
  flavours: ["ts", "public"],
})
`

const ignored = ["client_secret*.json", "!client_secrets.public.json"]

/** `client-secrets init` */
export const initCommand: Command = {
  usage: "",
  summary: "Write a configuration, and have git ignore client files.",
  description: `Writes client-secrets.config.ts (.mjs where this Node does not run TypeScript) unless there is a configuration, and adds the missing lines to .gitignore. Replaces nothing.`,
  examples: ["init"],
  options: {},
  async run({ given, reporter, folder }) {
    if (given.positionals.length > 0) throw new CommandFailure("usage", "`init` takes no input.")
    const strips = Boolean((process.features as { typescript?: unknown }).typescript)
    const files = [
      ...(findConfig(folder) === undefined
        ? [{ path: strips ? "client-secrets.config.ts" : "client-secrets.config.mjs", text: config }]
        : []),
      { path: ".gitignore", text: withIgnored(readIfThere(join(folder, ".gitignore"))) },
    ]
    const written = writePlanned(planFiles(folder, folder, files))
    for (const { path, action } of written) reporter.note(`${action.padEnd(9)} ${path}`)
    const install = isInstalled(folder)
      ? ""
      : "npm install --save-dev client-secrets, which the configuration imports; then "
    reporter.note(`Next: ${install}npx client-secrets generate; in CI: npx client-secrets check`)
    return { exitCode: exitCode.ok, result: { files: written } }
  },
}

function withIgnored(text: string): string {
  const lines = text.split(/\r?\n/)
  const lacking = ignored.filter(line => !lines.includes(line))
  if (lacking.length === 0) return text
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${lacking.join("\n")}\n`
}

function readIfThere(path: string): string {
  try {
    if (!existsSync(path)) return ""
    // The opening of a FIFO would wait for a writer, for ever.
    if (!statSync(path).isFile()) throw new CommandFailure("io", ".gitignore is not a regular file.")
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `.gitignore could not be read: ${systemCodeOf(error)}.`)
  }
}
