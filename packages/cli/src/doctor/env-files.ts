import { readdirSync } from "node:fs"
import { join } from "node:path"
import type { SecretFinder } from "@client-secrets/codegen"
import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"
import { gitState } from "../git/git-state.ts"
import { readText } from "../input/read-text.ts"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, passed } from "./check.ts"

/**
 * Looks through the `.env` files of some folders: for secrets under a prefix that bundlers publish, and for files that hold
 * this client's secret and that git tracks or would add. Values are compared, not kept.
 */
export async function checkEnvFiles(
  folders: readonly string[],
  find: SecretFinder,
  labelOf: (path: string) => string,
): Promise<Check> {
  const files = folders.flatMap(envFilesOf)
  const problems: Problem[] = []
  for (const file of files) {
    const text = readText(file)
    problems.push(...publicVariables(text, find).map(variable => variableProblem(labelOf(file), variable)))
    if (find(text).length > 0) problems.push(...(await committedSecret(file, labelOf(file))))
  }
  const looked = files.length === 0 ? "No .env file was found" : `Looked at ${files.map(labelOf).join(", ")}`
  return problems.length === 0
    ? passed("env_files", `${looked}.`)
    : failed("env_files", `${looked}: the secret is exposed.`, problems)
}

async function committedSecret(path: string, file: string): Promise<readonly Problem[]> {
  const git = await gitState(path)
  if (git === undefined || (git !== "unknown" && git.isIgnored)) return []
  if (git === "unknown") {
    return [
      {
        severity: "warning",
        code: "git_unknown",
        message: `${file} holds the client secret, and git could not be asked about it.`,
        hint: "Make sure that git is installed and trusts this folder.",
        file,
      },
    ]
  }
  if (git.isTracked) {
    return [
      {
        severity: "error",
        code: "env_tracked",
        message: `git tracks ${file}, and it holds the client secret.`,
        hint: `Run git rm --cached for it, add it to .gitignore, and create a new client secret if it was pushed.`,
        file,
      },
    ]
  }
  return [
    {
      severity: "error",
      code: "env_not_ignored",
      message: `${file} holds the client secret, and git does not ignore it.`,
      hint: "Add it to .gitignore.",
      file,
    },
  ]
}

interface PublicVariable {
  readonly line: number
  /** Undefined where the name itself may not be printed. */
  readonly name: string | undefined
  /** Whether it holds this client's secret, or is only called a secret. */
  readonly holdsSecret: boolean
}

function publicVariables(text: string, find: SecretFinder): readonly PublicVariable[] {
  return text.split(/\r?\n/).flatMap((line, index): PublicVariable[] => {
    const [, name, value] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:](.*)$/.exec(line) ?? []
    if (name === undefined || !publicPrefixes.some(prefix => name.startsWith(prefix))) return []
    const holdsSecret = find(value ?? "").length > 0
    if (!holdsSecret && !/CLIENT_SECRET/i.test(name)) return []
    const isPrintable = /^[A-Z_][A-Z\d_]{0,63}$/.test(name) && find(name).length === 0
    return [{ line: index + 1, name: isPrintable ? name : undefined, holdsSecret }]
  })
}

function variableProblem(file: string, { line, name = "A variable", holdsSecret }: PublicVariable): Problem {
  const what = holdsSecret ? `${name} holds the client secret` : `${name} is named as a client secret`
  return {
    severity: "error",
    code: "public_prefix",
    message: `${what}, and bundlers put variables with this prefix into code for the browser.`,
    hint: "Rename it without the prefix and read it only on the server. If it was deployed, create a new client secret.",
    file,
    line,
  }
}

function envFilesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => /^\.env(?:\.[\w.-]+)?$/.test(name))
      .sort()
      .map(name => join(folder, name))
  } catch {
    return []
  }
}
