import { relative } from "node:path"
import { createSecretFinder, readClient, type SecretFinder } from "@client-secrets/codegen"
import { safeParseClientSecrets } from "@client-secrets/core"
import { type Check, checkNames } from "../doctor/check.ts"
import { checkEnvFiles } from "../doctor/env-files.ts"
import { type Examination, examineFile, examineNothing } from "../doctor/examine-file.ts"
import { existingReaders } from "../doctor/readers/existing-readers.ts"
import { refusalOf } from "../doctor/readers/reader.ts"
import { type ExitCode, exitCode } from "../exit-code.ts"
import { optionalMembers } from "../input/optional-members.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { readOptions, readOptionsOf } from "../input/read-options.ts"
import type { Painter } from "../report/painter.ts"
import { printablePath } from "../report/printable.ts"
import { reportDiagnostics } from "../report/report-diagnostics.ts"
import { wrap } from "../report/wrap.ts"
import type { Command } from "./command.ts"

/** `client-secrets doctor` */
export const doctorCommand: Command = {
  usage: "[INPUT]",
  description: `Checks whether git tracks the client file or would add it, whether other users may read it, whether it is in a folder that is published, whether a development server (Vite, Nuxt, Astro, SvelteKit, React Router) hands it out, and whether .env files put its secret where git or a bundler publishes it. Lists every check, and what was not checked.

Also says which of ten other readers of the format would accept the file, and why not. It runs no code of the project and loads no configuration.`,
  examples: ["doctor", "doctor config/client_secrets.json", "doctor --json"],
  options: readOptions,
  async run(run) {
    const { given, reporter, folder } = run
    const input = await readClientFile(given.positionals, run)
    const { diagnostics } = readClient(input.content, { ...readOptionsOf(given, input), label: input.label })
    const wrong = diagnostics.filter(({ code }) => code !== "left_out")
    const validity = reportDiagnostics(wrong, [input], reporter)
    const find = finderOf(input)
    const labelOf = (path: string): string => printablePath(relative(folder, path).replaceAll("\\", "/") || ".")
    const file = await examinationOf(input, labelOf)
    const checks: readonly Check[] = [
      formatCheck(validity),
      ...file.checks,
      await checkEnvFiles({ folder, folders: file.folders, find, labelOf }),
    ]
    const problems = checks.flatMap(({ problems }) => problems)
    for (const problem of problems) reporter.problem(problem)
    const notLookedAt = wrap(neverChecked, columns, "")
    reporter.output(`${printChecks(input.label, checks, reporter.paint)}\n\n${notLookedAt}\n\n`)
    const readers = judge(input)
    reporter.output(printReaders(input.label, readers, reporter.paint))
    const isExposed = problems.some(({ severity }) => severity === "error")
    const isUnknown = checks.some(({ outcome, problems }) => outcome === "not checked" && problems.length > 0)
    return {
      exitCode: isExposed ? exitCode.leak : isUnknown && validity === exitCode.ok ? exitCode.io : validity,
      result: {
        input: input.label,
        checks: checks.map(({ id, outcome, finding }) => ({ id, outcome, finding })),
        readers,
      },
    }
  },
}

/** Of a variable that names a file, the file is what is exposed. */
async function examinationOf(
  { path, namedPath, label }: Input,
  labelOf: (path: string) => string,
): Promise<Examination> {
  if (path !== undefined) return examineFile(path, label)
  return namedPath === undefined ? examineNothing(label) : examineFile(namedPath, labelOf(namedPath))
}

const neverChecked =
  "Never checked: earlier commits and other branches, copies of the file (client-secrets scan finds them), deployed copies and images, CI logs, configurations of frameworks that are imported or have other names, and servers other than the ones named above."

/** Its problems are reported with the lines around them, by the parser's own words. */
function formatCheck(validity: ExitCode): Check {
  return validity === exitCode.ok
    ? { id: "format", outcome: "ok", finding: "It is a valid client file.", problems: [] }
    : { id: "format", outcome: "error", finding: "It is not a valid client file.", problems: [] }
}

const outcomeStyles = { ok: "green", warning: "yellow", error: "red", "not checked": "yellow" } as const
const columns = 80

function printChecks(label: string, checks: readonly Check[], paint: Painter): string {
  const width = Math.max(...Object.values(checkNames).map(name => name.length))
  const lines = checks.map(({ id, outcome, finding }) => {
    const name = checkNames[id].padEnd(width)
    const indent = " ".repeat(2 + 11 + 2 + width + 2)
    return `  ${paint(outcomeStyles[outcome], outcome.padEnd(11))}  ${name}  ${wrap(finding, columns, indent).trimStart()}`
  })
  return [`Checks of ${label}:`, ...lines].join("\n")
}

/** Finds the secret of a file; undefined where the file has one that cannot be searched for, or where that is not known. */
function finderOf({ content }: Input): SecretFinder | undefined {
  const parsed = safeParseClientSecrets(content, { optional: optionalMembers, allowInsecureEndpoints: true })
  if (!parsed.success) return undefined
  const secret = parsed.data.clientSecret?.reveal()
  if (secret === undefined) return createSecretFinder([])
  return secret.length < 8 ? undefined : createSecretFinder([secret])
}

interface Verdict {
  readonly id: string
  readonly language: string
  readonly name: string
  readonly accepts: boolean
  readonly reason?: string
}

function judge({ content }: Input): readonly Verdict[] {
  const bytes = typeof content === "string" ? Buffer.from(content) : content
  return existingReaders.map(reader => {
    const { id, language, name } = reader
    const reason = refusalOf(reader, bytes)
    return { id, language, name, accepts: reason === undefined, ...(reason !== undefined && { reason }) }
  })
}

function printReaders(label: string, verdicts: readonly Verdict[], paint: Painter): string {
  const width = Math.max(...verdicts.map(({ name }) => name.length))
  const lines = verdicts.map(({ name, language, accepts, reason }) => {
    const verdict = accepts ? paint("green", "accepts") : paint("red", "refuses")
    return `  ${verdict}  ${language.padEnd(6)}  ${name.padEnd(width)}${accepts ? "" : `  ${wrap(reason ?? "", columns, " ".repeat(2 + 7 + 2 + 6 + 2 + width + 2)).trimStart()}`}`.trimEnd()
  })
  return [`Other readers of ${label}:`, ...lines].join("\n")
}
