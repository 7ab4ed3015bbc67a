import { statSync } from "node:fs"
import { dirname } from "node:path"
import { createSecretFinder, generate, type SecretFinder } from "@client-secrets/codegen"
import { safeParseClientSecrets } from "@client-secrets/core"
import { type PublicVariable, publicVariables } from "../doctor/public-variables.ts"
import { existingReaders } from "../doctor/readers/existing-readers.ts"
import { refusalOf } from "../doctor/readers/reader.ts"
import { type ViteExposure, viteExposure } from "../doctor/vite-exposure.ts"
import { exitCode } from "../exit-code.ts"
import { gitState } from "../git/git-state.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { readOptions, readOptionsOf } from "../project/project.ts"
import { reportDiagnostics } from "../report/report-diagnostics.ts"
import type { Problem } from "../report/reporter.ts"
import type { Command } from "./command.ts"

/** `client-secrets doctor` */
export const doctorCommand: Command = {
  usage: "[INPUT]",
  summary: "find out whether a client file is exposed, and which other readers accept it",
  description: `Looks whether the client file is tracked by git or not ignored, may be read by others, is handed out by Vite's
development server, and whether .env files beside it, or in the working directory, publish its secret under a prefix
such as VITE_. Says which of ten readers of other languages would accept the file, and why not: by models of them,
which were held against the readers themselves. Runs nothing and loads no configuration.`,
  options: readOptions,
  async run(run) {
    const { given, reporter, folder } = run
    const input = await readClientFile(given.positionals, run)
    const { diagnostics } = generate([{ label: input.label, content: input.content }], readOptionsOf(given))
    const wrong = diagnostics.filter(({ code }) => code !== "left_out")
    const validity = reportDiagnostics(wrong, [input], reporter)
    const find = finderOf(input)
    const problems = [
      ...(input.path === undefined ? [] : await exposures(input.path, input.label)),
      ...[...new Set([folder, ...(input.path === undefined ? [] : [dirname(input.path)])])].flatMap(one =>
        publicVariables(one, find).map(variableProblem),
      ),
    ]
    for (const problem of problems) reporter.problem(problem)
    const readers = existingReaders.map(reader => {
      const bytes = typeof input.content === "string" ? Buffer.from(input.content) : input.content
      const { id, language, name } = reader
      const reason = refusalOf(reader, bytes)
      return { id, language, name, accepts: reason === undefined, ...(reason !== undefined && { reason }) }
    })
    const width = Math.max(...readers.map(({ name }) => name.length))
    const lines = readers.map(({ name, language, accepts, reason }) => {
      return `  ${accepts ? "accepts" : "refuses"}  ${language.padEnd(6)}  ${name.padEnd(width)}${accepts ? "" : `  ${reason}`}`.trimEnd()
    })
    reporter.output([`Other readers of ${input.label}:`, ...lines].join("\n"))
    if (problems.length === 0) reporter.note("Nothing exposes it.")
    const isExposed = problems.some(({ severity }) => severity === "error")
    return {
      exitCode: isExposed ? exitCode.leak : validity,
      result: { input: input.label, readers },
    }
  },
}

/** Finds the secret where the file has one that can be searched for. */
function finderOf({ content }: Input): SecretFinder {
  const optional = ["client_secret", "redirect_uris", "auth_uri", "token_uri"] as const
  const parsed = safeParseClientSecrets(content, { optional, allowInsecureEndpoints: true })
  const secret = parsed.ok ? parsed.value.clientSecret?.reveal() : undefined
  return createSecretFinder(secret !== undefined && secret.length >= 8 ? [secret] : [])
}

async function exposures(path: string, file: string): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const report = (severity: "error" | "warning", code: string, message: string, hint: string): void => {
    problems.push({ severity, code, message, hint, file })
  }
  const git = await gitState(path)
  if (git === "unknown") {
    report(
      "warning",
      "git_unknown",
      "git could not be asked about the client file.",
      "Is git installed, and does it trust this folder?",
    )
  } else if (git?.isTracked) {
    const hint = `git rm --cached it, add client_secret*.json to .gitignore, and have the secret replaced if it was pushed.`
    report("error", "tracked", "git tracks the client file.", hint)
  } else if (git !== undefined && !git.isIgnored) {
    report(
      "error",
      "not_ignored",
      "git does not ignore the client file: it is one `git add .` from being committed.",
      "Add client_secret*.json to .gitignore; `client-secrets init` does.",
    )
  }
  // Windows has no such bits.
  if (process.platform !== "win32" && (statSync(path).mode & 0o044) !== 0) {
    report("warning", "readable", "Other users of this machine may read the client file.", "chmod 600 takes that away.")
  }
  const exposure = viteExposure(path, typeof git === "object" ? git.top : undefined)
  if (exposure !== undefined)
    report(exposure === "perhaps-denied" ? "warning" : "error", exposure.replace("-", "_"), ...viteTexts[exposure])
  return problems
}

const viteTexts: Readonly<Record<ViteExposure, readonly [message: string, hint: string]>> = {
  "public-folder": [
    "The client file lies in a public folder: Vite publishes it with the build.",
    "Move it out, and have the secret replaced if it was deployed.",
  ],
  "dev-server": [
    "Vite's development server hands the client file out to whoever can reach it.",
    'Move it out of the project, or set server.fs.deny to [".env", ".env.*", "*.{crt,pem,key,p12,pfx,cer,der}", ".npmrc", ".yarnrc.yml", "**/.git/**", "client_secret*.json"].',
  ],
  "perhaps-denied": [
    "Vite's development server may hand the client file out: its configuration names such files, and was not run.",
    "Ask a running server for it: the answer has to be 403.",
  ],
}

function variableProblem({ file, line, name = "A variable", holdsSecret }: PublicVariable): Problem {
  const message = holdsSecret
    ? `${name} holds the secret, and bundlers put it into the browser's code.`
    : `${name} is called a client secret, and bundlers put it into the browser's code.`
  const hint =
    "Rename it without the prefix, read it on the server alone, and have the secret replaced if it was deployed."
  return { severity: "error", code: "public_prefix", message, hint, file, line }
}
