import { ownOptions } from "@client-secrets/source-kit"
import { ownVersion } from "../own-version.ts"
import { jsonWithoutCommands } from "./ci-commands.ts"
import type { Problem, Reporter, ReporterOptions } from "./reporter.ts"
import { repositoryPaths } from "./repository-path.ts"

/**
 * For code scanning: a SARIF log on stdout, at the end, and nothing else anywhere.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReporter(options: ReporterOptions): Reporter {
  const { quiet, stdout } = options
  const toRepositoryPath = repositoryPaths(options)
  const problems: Problem[] = []
  return {
    problem(problem) {
      if (!quiet || problem.severity === "error") problems.push(problem)
    },
    note() {},
    progress() {},
    output() {},
    isInteractive: false,
    paint: (_, text) => text,
    finish(_, exitCode) {
      const codes = [...new Set(problems.map(({ code }) => code))]
      const driver = {
        name: "client-secrets",
        version: ownVersion(),
        informationUri: "https://github.com/client-secrets/client-secrets",
        rules: codes.map(id => ({ id, shortDescription: { text: id.replaceAll("_", " ") } })),
      }
      const run = {
        tool: { driver },
        columnKind: "utf16CodeUnits",
        // A file that could not be searched is not clean, although no secret was found in it.
        invocations: [{ executionSuccessful: exitCode !== 5 && exitCode !== 2, exitCode }],
        results: problems.map(problem => resultOf(problem, codes.indexOf(problem.code), toRepositoryPath)),
      }
      const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
      stdout.write(`${jsonWithoutCommands(log)}\n`)
    },
  }
}

function resultOf(problem: Problem, ruleIndex: number, toRepositoryPath: (path: string) => string): object {
  const { severity, code, message, hint, file, input, line, column, fingerprint } = ownOptions(problem) as Problem
  const about = input === undefined ? message : `${input}: ${message}`
  const region =
    line === undefined ? undefined : { startLine: line, ...(column !== undefined && { startColumn: column }) }
  const physicalLocation = file !== undefined && {
    artifactLocation: { uri: encodeUri(toRepositoryPath(file)), uriBaseId: "%SRCROOT%" },
    ...(region && { region }),
  }
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? about : `${about} ${hint}` },
    ...(physicalLocation && { locations: [{ physicalLocation }] }),
    ...(fingerprint !== undefined && { partialFingerprints: { "clientSecrets/v1": fingerprint } }),
  }
}

function encodeUri(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/")
}
