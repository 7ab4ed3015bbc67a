import { statSync } from "node:fs"
import { relative, resolve, sep } from "node:path"
import { createSecretFinder, type SecretFinder } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { stagedFiles } from "../git/staged-files.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { secretOf } from "../input/secrets-of.ts"
import { printablePath } from "../report/printable.ts"
import { listFiles } from "../scan/list-files.ts"
import { createFileScanner, type ScanResult } from "../scan/scan-file.ts"
import type { Command, CommandRun } from "./command.ts"

const defaultMaxBytes = 2 ** 32

/** `client-secrets scan` */
export const scanCommand: Command = {
  usage: "PATH... | --staged",
  summary: "search a build output, a tree or the staged changes for the secret",
  description: `Looks for the secret of the client file in every file below the paths, in its name too: plain, JSON-escaped,
URL-encoded, reversed, hex, \\u and HTML escapes, UTF-16, base64 at every alignment and wrapped, and one of these within
another. Not found are: compressed or encrypted content, other encodings, a secret in pieces. What could not be
searched is exit 5, never clean. The client file itself and .git are left out. No configuration is loaded.`,
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
    const find = createSecretFinder(inputs.map(secretOf))
    const findings = isStaged ? scanStaged(folder, find) : scanPaths(run, find, inputs)
    const found: object[] = []
    const unread: object[] = []
    let count = 0
    for await (const { path, isSecretPath, matches, unread: reason } of findings) {
      count++
      if (matches.length === 0 && reason === undefined) continue
      const file = isSecretPath ? "(a path that holds the secret)" : printablePath(path)
      for (const { encoding, offset, secret } of matches) {
        found.push({ file, encoding, offset, input: inputs[secret]!.label })
        const message = `${file} holds the secret of ${inputs[secret]!.label} (${encoding}, at byte ${offset}).`
        const hint = "Remove it, and have the secret replaced if this was anywhere else."
        reporter.problem({ severity: "error", code: "secret_found", message, hint, file })
      }
      if (reason === undefined) continue
      unread.push({ file, reason })
      const message = `${file} was not searched, or not all of it: ${reason}.`
      reporter.problem({ severity: "error", code: "not_searched", message, file })
    }
    const files = count === 1 ? "1 file" : `${count} files`
    reporter.note(
      `${files} searched${unread.length > 0 ? `, ${unread.length} could not be` : ""}; ${found.length === 0 ? "the secret was not found" : `found in ${found.length === 1 ? "one place" : `${found.length} places`}`}.`,
    )
    const code = found.length > 0 ? exitCode.leak : unread.length > 0 ? exitCode.io : exitCode.ok
    return { exitCode: code, result: { searched: count, found, unread } }
  },
}

interface Finding extends ScanResult {
  readonly path: string
  /** Such a path is not printed. */
  readonly isSecretPath: boolean
}

function* scanPaths({ given, folder }: CommandRun, find: SecretFinder, inputs: readonly Input[]): Generator<Finding> {
  const maxBytes = Number(given.one("max-bytes") ?? defaultMaxBytes)
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw new CommandFailure("usage", "--max-bytes is a whole number.")
  const excluded = given.all("exclude").map(path => resolve(folder, path))
  for (const path of excluded) {
    // A typing error would otherwise leave nothing out, or later more than was meant.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new CommandFailure("usage", `--exclude: ${printablePath(relative(folder, path))} is not there.`)
    }
  }
  const own = inputs.flatMap(({ path }) => (path === undefined ? [] : [path]))
  const scanFile = createFileScanner(find, { maxBytes, except: own })
  const isExcluded = (path: string): boolean => excluded.some(one => path === one || path.startsWith(one + sep))
  const paths = given.positionals.map(path => resolve(folder, path))
  for (const listed of listFiles(paths, isExcluded)) {
    const path = relative(folder, listed.path).replaceAll("\\", "/") || "."
    const result = "unread" in listed ? { matches: [], unread: listed.unread } : scanFile(listed.path)
    if (result !== undefined) yield findingOf(find, path, result)
  }
}

async function* scanStaged(folder: string, find: SecretFinder): AsyncGenerator<Finding> {
  for await (const { path, content } of stagedFiles(folder)) {
    yield findingOf(find, path, { matches: find(content) })
  }
}

/** A name is content too: it is deployed with the file. */
function findingOf(find: SecretFinder, path: string, result: ScanResult): Finding {
  const inName = find(path).map(match => ({ ...match, encoding: `${match.encoding}, in its name`, offset: 0 }))
  return { ...result, path, isSecretPath: inName.length > 0, matches: [...inName, ...result.matches] }
}
