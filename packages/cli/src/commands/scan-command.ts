import { createSecretFinder } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { secretOf } from "../input/secrets-of.ts"
import { printablePath } from "../report/printable.ts"
import { type Finding, searchPaths, searchStaged } from "../scan/search.ts"
import type { Command } from "./command.ts"

const defaultMaxBytes = 2 ** 32

/** `client-secrets scan` */
export const scanCommand: Command = {
  usage: "PATH... | --staged",
  summary: "search a build output, a tree or the staged changes for the secret",
  description: `Looks for the secret of the client file in every file below the paths, in its name too: plain, JSON-escaped,
URL-encoded, reversed, hex, \\u and HTML escapes, UTF-16, base64 at every alignment and wrapped, and one of these within
another. Not found are: compressed or encrypted content, other encodings, a secret in pieces. What could not be
searched is exit 5, never clean. The client file itself (but not a link to it, or one below a build's output) and .git are
left out, and named. No configuration is loaded.`,
  options: {
    input: {
      short: "i",
      value: "INPUT",
      multiple: true,
      description: "a client file whose secret is looked for (client_secrets.json)",
    },
    staged: { description: "search what the next commit would add or change" },
    exclude: { short: "x", value: "PATH", multiple: true, description: "a file or folder that is left out" },
    "max-bytes": { value: "BYTES", description: `the largest file that is searched (${defaultMaxBytes})` },
  },
  async run(run) {
    const { given, folder, reporter } = run
    const isStaged = given.has("staged")
    if (isStaged === given.positionals.length > 0) {
      throw new CommandFailure("usage", "Give the paths to search, or --staged.", "`--help` says more.")
    }
    const places = given.has("input") ? given.all("input") : ["client_secrets.json"]
    const inputs: Input[] = []
    for (const place of places) inputs.push(await readClientFile([place], run))
    const maxBytes = Number(given.one("max-bytes") ?? defaultMaxBytes)
    if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
      throw new CommandFailure("usage", "--max-bytes must be a whole number above 0.")
    }
    const find = createSecretFinder(inputs.map(secretOf))
    const clientFiles = inputs.flatMap(({ path }) => (path === undefined ? [] : [path]))
    const findings = isStaged
      ? searchStaged({ folder, find, maxBytes })
      : searchPaths({ folder, find, maxBytes, paths: given.positionals, excluded: given.all("exclude"), clientFiles })
    const seen = new Summary()
    for await (const finding of findings) {
      seen.add(finding)
      if (finding.matches.length === 0 && finding.reason === undefined) continue
      const file = finding.isSecretPath ? "(a path that holds the secret)" : printablePath(finding.path)
      for (const { encoding, offset, secret } of finding.matches) {
        seen.found.push({ file, encoding, offset, input: inputs[secret]!.label })
        const message = `${file} holds the secret of ${inputs[secret]!.label} (${encoding}, at byte ${offset}).`
        const hint = "Remove it. If it was published, create a new client secret."
        reporter.problem({ severity: "error", code: "secret_found", message, hint, file })
      }
      if (finding.reason === undefined) continue
      seen[finding.outcome === "unread" ? "unread" : "leftOut"].push({ file, reason: finding.reason })
      if (finding.outcome !== "unread") continue
      const message = `${file} was not searched, or not all of it: ${finding.reason}.`
      reporter.problem({ severity: "error", code: "not_searched", message, file })
    }
    for (const line of seen.lines()) reporter.note(line)
    const { searched, found, unread, leftOut } = seen
    const code = found.length > 0 ? exitCode.leak : unread.length > 0 ? exitCode.io : exitCode.ok
    return { exitCode: code, result: { searched, found, unread, leftOut } }
  },
}

interface Skipped {
  readonly file: string
  readonly reason: string
}

const mostNamed = 5

/** What a search came to. */
class Summary {
  searched = 0
  readonly found: object[] = []
  readonly unread: Skipped[] = []
  readonly leftOut: Skipped[] = []

  add({ outcome }: Finding): void {
    if (outcome === "searched") this.searched++
  }

  lines(): readonly string[] {
    const counts = [
      `${counted(this.searched, "file")} searched`,
      ...(this.unread.length > 0 ? [`${this.unread.length} could not be`] : []),
    ]
    const places =
      this.found.length === 0 ? "the secret was not found" : `found in ${counted(this.found.length, "place")}`
    return [...this.#leftOutLines(), `${counts.join(", ")}; ${places}.`]
  }

  #leftOutLines(): readonly string[] {
    const reasons = [...new Set(this.leftOut.map(({ reason }) => reason))]
    return reasons.map(reason => {
      const files = this.leftOut.filter(one => one.reason === reason).map(({ file }) => file)
      const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ""
      return `Left out: ${files.slice(0, mostNamed).join(", ")}${more}, because ${reason}.`
    })
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
