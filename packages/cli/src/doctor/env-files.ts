import { readdirSync, realpathSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { SecretFinder } from "@client-secrets/codegen"
import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"
import { gitState } from "../git/git-state.ts"
import { readTextOrNothing } from "../input/read-text.ts"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, notChecked, passed } from "./check.ts"
import { serverOf } from "./dev-server.ts"
import { frameworkProjects } from "./framework-project.ts"
import { linkedPlaces } from "./linked-places.ts"
import { foldersBelow, isProject, type Project, projectOf } from "./project-folders.ts"
import { publishedFolder } from "./public-folder.ts"

/** The search for the secret in `.env` files. */
export interface EnvFileSearch {
  /** The working directory. */
  readonly folder: string
  /** The folders of the client file's project, from its own upward; none for an input that is not a file. */
  readonly folders: readonly string[]
  /** Undefined where the secret is not known: then it cannot be searched for. */
  readonly find: SecretFinder | undefined
  labelOf(path: string): string
}

/**
 * Reads the `.env` files of a project: for secrets under a prefix that bundlers publish, and for files that contain this
 * client's secret and that git tracks or would add, or that are published. Values are compared, not kept.
 */
export async function checkEnvFiles({ folder, folders, find, labelOf }: EnvFileSearch): Promise<Check> {
  const project = projectOf(join(folders[0] ?? folder, ".env"))
  const { files, isComplete } = envFilesOf([folder, ...folders], project)
  const problems: Problem[] = []
  const unread: string[] = []
  for (const file of files) {
    const label = labelOf(file)
    const text = readTextOrNothing(file)
    if (text === undefined) unread.push(label)
    else problems.push(...(await problemsOf(file, label, text, find ?? nothing, project)))
  }
  const looked = files.length === 0 ? "No .env file was found" : `Looked at ${shortList(files.map(labelOf))}`
  if (problems.length > 0)
    return failed("env_files", `${looked}: the secret is exposed.`, [...problems, ...unreadProblems(unread)])
  if (unread.length > 0)
    return notChecked("env_files", `${shortList(unread)} could not be read.`, unreadProblems(unread))
  if (files.length > 0 && find === undefined)
    return notChecked(
      "env_files",
      `${looked} only for names: the secret is not known or too short, so it was not searched for.`,
    )
  if (!isComplete) return notChecked("env_files", `${looked}. The project has more folders than doctor looks at.`)
  return passed("env_files", `${looked}.`)
}

function nothing(): readonly never[] {
  return []
}

async function problemsOf(
  path: string,
  file: string,
  text: string,
  find: SecretFinder,
  project: Project,
): Promise<readonly Problem[]> {
  const variables = publicVariables(text, find).map(variable => variableProblem(file, variable))
  if (find(text).length === 0) return variables
  const [published] = linkedPlaces(path).flatMap(place => publishedFolder(place.path, place.project) ?? [])
  const server = serverOf(path, frameworkProjects(project).projects)
  return [
    ...variables,
    ...(published === undefined ? [] : [publishedProblem(file, published.name)]),
    ...(server === undefined ? [] : [servedProblem(file, server)]),
    ...(await committedSecret(path, file)),
  ]
}

function servedProblem(file: string, server: string): Problem {
  return {
    severity: "error",
    code: "env_served",
    message: `${server}'s development server hands ${file} out to anyone who can reach it, and it holds the client secret.`,
    hint: "Vite denies .env and .env.*, unless server.fs.deny names other files. Deny this file too: clientSecrets({ files: [NAME] }) of client-secrets/vite does that, and keeps what Vite denies.",
    file,
  }
}

function publishedProblem(file: string, name: string): Problem {
  return {
    severity: "error",
    code: "env_published",
    message: `${file} holds the client secret, and ${name} is usually published or deployed.`,
    hint: "Move it out of that folder. If the site was deployed, create a new client secret.",
    file,
  }
}

function unreadProblems(files: readonly string[]): readonly Problem[] {
  return files.map(file => ({
    severity: "warning",
    code: "env_unread",
    message: `${file} could not be read, so it is not known whether it holds the client secret.`,
    hint: "It must be a file of less than a mebibyte that you may read.",
    file,
  }))
}

async function committedSecret(path: string, file: string): Promise<readonly Problem[]> {
  // Of a link, git commits the target.
  const git = await gitState(realpathSync(path))
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
  /** Whether it contains this client's secret, or only has the name of a secret. */
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

/** The `.env` files in some folders and in the whole project. */
function envFilesOf(
  folders: readonly string[],
  { top }: Project,
): { readonly files: readonly string[]; readonly isComplete: boolean } {
  const below = isProject(top) ? foldersBelow(top) : { folders: [], isComplete: true }
  const files = [
    ...folders.flatMap(folder => namesIn(folder).map(name => join(folder, name))),
    ...below.folders.flatMap(({ path, names }) => names.map(name => join(path, name))),
  ].filter(path => isEnvFile(path.slice(dirname(path).length + 1)))
  return { files: [...new Set(files.map(path => resolve(path)))].sort(), isComplete: below.isComplete }
}

/** Whether a file holds variables, by its name: `.env`, `.env.local`, `production.env`, and the files of direnv and wrangler. */
function isEnvFile(name: string): boolean {
  if (name === ".envrc" || name.endsWith(".env")) return true
  return [".env.", ".env-", ".dev.vars"].some(beginning => name.startsWith(beginning))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const mostNamed = 5

function shortList(files: readonly string[]): string {
  const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ""
  return files.slice(0, mostNamed).join(", ") + more
}
