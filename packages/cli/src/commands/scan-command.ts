import { CommandFailure } from "../command-failure.ts"
import { missingInput } from "../input/missing-input.ts"
import { type Input, readInput } from "../input/read-input.ts"
import { secretOf } from "../input/secrets-of.ts"
import { printableName, printablePath } from "../report/printable.ts"
import type { Problem } from "../report/reporter.ts"
import { shapes } from "../scan/find-shapes.ts"
import { ScanSummary } from "../scan/scan-summary.ts"
import { type Finding, type PlacedMatch, searchPaths, searchStaged } from "../scan/search.ts"
import { createSecretSearch } from "../scan/secret-search.ts"
import type { Command, CommandRun } from "./command.ts"

const defaultMaxBytes = 2 ** 32
const usualInput = "client_secrets.json"

/** `client-secrets scan` */
export const scanCommand: Command = {
  usage: "PATH... | --staged",
  description: `Looks for the secret of the client file in every file below the paths and in its name: plain, JSON-escaped, URL-encoded, reversed, hex, \\u and HTML escapes, UTF-16, base64 at every alignment and wrapped, and one of these within another.

With or without a client file, it also looks for anything that looks like a secret: client files with a secret, client secrets and refresh tokens of Google, and private keys of service accounts, in plain text, and client files in base64.

It does not find compressed or encrypted content, other encodings, or a secret in pieces. Exit code 5 means that something could not be searched; that is never reported as clean. The client file itself and .git are left out, and listed as left out. A link to the client file, or the file in a folder that is published, is reported. No configuration is loaded.`,
  examples: ["scan dist", "scan . --exclude node_modules", "scan --staged", "scan dist --format sarif > scan.sarif"],
  options: {
    input: {
      short: "i",
      value: "INPUT",
      multiple: true,
      description: "A client file whose secret is looked for.",
      default: "client_secrets.json, if it exists",
    },
    "if-present": { description: "Accept that the file of --input does not exist." },
    staged: { description: "Search what the next commit would add or change." },
    exclude: { short: "x", value: "PATH", multiple: true, description: "A file or folder that is left out." },
    allow: {
      value: "FINGERPRINT",
      multiple: true,
      description: "Accept what is public on purpose, by the fingerprint that scan printed.",
    },
    "max-bytes": { value: "BYTES", default: `${defaultMaxBytes}`, description: "The largest file that is searched." },
  },
  async run(run) {
    const { given, folder, reporter } = run
    const isStaged = given.has("staged")
    if (isStaged === given.positionals.length > 0) {
      throw new CommandFailure("usage", "scan needs either paths or --staged.", "For example: client-secrets scan dist")
    }
    const maxBytes = Number(given.one("max-bytes") ?? defaultMaxBytes)
    if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
      throw new CommandFailure("usage", "--max-bytes must be a whole number above 0.")
    }
    const allowed = given.all("allow")
    if (allowed.some(one => !/^[\da-f]{32}$/.test(one))) {
      throw new CommandFailure("usage", "--allow needs a fingerprint: the 32 digits that scan printed.")
    }
    const inputs = await readInputs(run)
    const search = createSecretSearch({ secrets: inputs.map(({ secret }) => secret), allowed })
    const clientFiles = inputs.flatMap(({ input }) => input.path ?? input.namedPath ?? [])
    const options = { folder, search, maxBytes, excluded: given.all("exclude") }
    const findings = isStaged
      ? searchStaged(options)
      : searchPaths({ ...options, paths: given.positionals, clientFiles })
    const labels = inputs.map(({ input }) => input.label)
    const summary = new ScanSummary()
    for await (const finding of findings) {
      const file = finding.isSecretPath ? "(a path that holds the secret)" : printableName(finding.path)
      summary.add(finding, file, labels)
      reporter.progress(`${summary.searched} files searched: ${file.slice(0, 50)}`)
      for (const problem of problemsOf(finding, file, labels)) reporter.problem(problem)
    }
    for (const line of summary.lines(labels.length > 0)) reporter.note(line)
    return { exitCode: summary.exitCode, result: summary.result }
  },
}

interface SecretInput {
  readonly input: Input
  readonly secret: string
}

/** The client files whose secrets are searched for. The default one may be missing: then only known forms are. */
async function readInputs(run: CommandRun): Promise<readonly SecretInput[]> {
  const { given, folder, reporter } = run
  const isNamed = given.has("input")
  const found: SecretInput[] = []
  for (const place of isNamed ? given.all("input") : [usualInput]) {
    const input = await readInput(place, run)
    if (input !== undefined) {
      found.push({ input, secret: secretOf(input) })
    } else if (isNamed && !given.has("if-present")) {
      throw missingInput(place, folder)
    } else {
      const what = "only what looks like a client file or a secret of Google is looked for"
      reporter.note(`${printablePath(place)} does not exist, so ${what}.`)
    }
  }
  return found
}

function* problemsOf(finding: Finding, file: string, labels: readonly string[]): Generator<Problem, void, void> {
  for (const placed of finding.matches) yield matchProblem(placed, file, labels)
  if (finding.outcome !== "unread") return
  const message = `This was not searched completely: ${finding.reason}.`
  yield { severity: "error", code: "not_searched", message, file }
}

const subjects = { content: "This file", name: "The name of this file", link: "The text of this link" } as const

function matchProblem({ match, place, position }: PlacedMatch, file: string, labels: readonly string[]): Problem {
  const subject = subjects[place]
  const where = place === "content" ? `, at byte ${match.offset}` : ""
  if (match.kind === "known") {
    const message = `${subject} holds the secret of ${labels[match.secret]} (${match.encoding}${where}).`
    const hint = "Remove it. If it was published, create a new client secret."
    return { severity: "error", code: "secret_found", message, hint, file, ...position }
  }
  const { shape, fingerprint } = match
  const message = `${subject} holds ${shapes[shape]}.`
  const hint = `Remove it. If it was published, create a new one.\nIf it is public on purpose, pass --allow ${fingerprint}`
  return { severity: "error", code: shape, message, hint, file, ...position, fingerprint }
}
