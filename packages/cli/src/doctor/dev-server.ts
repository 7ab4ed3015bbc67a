import { basename, sep } from "node:path"
import { printableName } from "../report/printable.ts"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, notChecked, passed } from "./check.ts"
import { optionValues } from "./config-options.ts"
import type { ExaminedFile } from "./examine-file.ts"
import {
  type FrameworkProject,
  frameworkProjects,
  type NamedFolder,
  publicFoldersOf,
  rootsOf,
  servedFoldersOf,
} from "./framework-project.ts"
import { frameworks } from "./frameworks.ts"
import { isBelow } from "./project-folders.ts"
import { unclearConfig } from "./public-folder.ts"
import { nuxtWorkspace, viteWorkspace } from "./workspace-roots.ts"

/** Whether a development server serves the client file to anyone who can reach it. */
export function checkDevServer({ places, label }: ExaminedFile): Check {
  const found = places.map(({ path, project }) => ({ path, ...frameworkProjects(project) }))
  const handedOut = found.flatMap(({ path, projects }) => projects.flatMap(one => handedOutBy(one, path) ?? []))
  const certain = handedOut.find(({ mayBeDenied }) => !mayBeDenied)
  if (certain !== undefined)
    return failed("dev_server", `${certain.name} hands it out.`, [handedOutProblem(certain, label)])
  const [perhaps] = handedOut
  if (perhaps !== undefined) {
    const problem: Problem = {
      severity: "warning",
      code: "perhaps_denied",
      message: `${perhaps.name}'s configuration seems to deny client files to its development server. It was read, not run.`,
      hint: "Ask the running server for the file: it must answer 403.",
      file: label,
    }
    return failed("dev_server", `${perhaps.name} hands it out unless its configuration denies it.`, [problem])
  }
  if (found.some(({ isComplete }) => !isComplete))
    return notChecked("dev_server", "The repository has more folders than doctor looks at.")
  const projects = found.flatMap(({ projects }) => projects)
  const unclear = projects.find(one => servedFoldersOf(one)?.isCertain === false || !publicFoldersOf(one).isCertain)
  if (unclear !== undefined) return notChecked("dev_server", unclearConfig(unclear))
  const widened = projects.find(widensAccess)
  if (widened !== undefined) {
    return notChecked(
      "dev_server",
      `${widened.framework.name}'s configuration sets server.fs, which may let its server read more folders.`,
    )
  }
  const names = [...new Set(projects.map(({ framework }) => framework.name))]
  return passed(
    "dev_server",
    names.length === 0
      ? `No project of ${listed(frameworks.map(({ name }) => name))} was found.`
      : `The development server of ${listed(names)} does not hand it out.`,
  )
}

/** A file that a development server serves. */
interface HandedOut {
  /** Of the framework. */
  readonly name: string
  /** The folder whose files are all served; undefined if that is the whole workspace. */
  readonly folder: string | undefined
  /** Whether the configuration, which was not run, seems to deny the file. */
  readonly mayBeDenied: boolean
}

function handedOutBy(project: FrameworkProject, path: string): HandedOut | undefined {
  const { framework, config } = project
  const isAround = (folder: NamedFolder): boolean => isBelow(folder.path, path)
  const publicFolder = publicFoldersOf(project).folders.find(isAround)
  // In a public folder Vite denies nothing, whatever its list contains.
  if (publicFolder !== undefined)
    return { name: framework.name, folder: printableName(publicFolder.name), mayBeDenied: usesPlugin(config, path) }
  if (isDeniedByDefault(path) && !hasOwnDeny(config)) return undefined
  const mayBeDenied = usesPlugin(config, path) || listsIt(config, path)
  const served = servedFoldersOf(project)
  if (served !== undefined) {
    const found = served.folders.find(isAround)
    return found === undefined ? undefined : { name: framework.name, folder: printableName(found.name), mayBeDenied }
  }
  const workspaceOf = framework.serves === "nuxt workspace" ? nuxtWorkspace : viteWorkspace
  const isServed = rootsOf(project).folders.some(root => isBelow(workspaceOf(root.path), path))
  return isServed ? { name: framework.name, folder: undefined, mayBeDenied } : undefined
}

/** Whether a configuration, which was not run, seems to let Vite's server read more than the workspace. */
function widensAccess({ framework, config }: FrameworkProject): boolean {
  return framework.usesVite && (/\bstrict\s{0,9}:\s{0,9}false/.test(config) || !optionValues(config, "allow").isCertain)
}

/** The framework whose development server surely serves a file to anyone who can reach it; undefined if none does. */
export function serverOf(path: string, projects: readonly FrameworkProject[]): string | undefined {
  for (const project of projects) {
    const served = handedOutBy(project, path)
    if (served !== undefined && !served.mayBeDenied) return served.name
  }
  return undefined
}

function handedOutProblem({ name, folder }: HandedOut, file: string): Problem {
  const isEveryFile = folder === undefined
  return {
    severity: "error",
    code: "dev_server",
    message: isEveryFile
      ? `${name}'s development server hands the client file out to anyone who can reach it.`
      : `${name}'s development server hands out every file below ${folder}, and so the client file.`,
    hint: isEveryFile
      ? "Move it out of the project, or add the plugin clientSecrets() of client-secrets/vite to Vite's plugins."
      : `Move it out of ${folder}.`,
    file,
  }
}

// `server.fs.deny` by default, as of Vite 8; patterns without a slash match the name.
const deniedByDefault = /^\.env(?:\..*)?$|\.(?:crt|pem|key|p12|pfx|cer|der)$|^\.npmrc$|^\.yarnrc\.yml$/i

function isDeniedByDefault(path: string): boolean {
  return deniedByDefault.test(basename(path)) || path.split(sep).includes(".git")
}

/** Whether a configuration replaces the list of what Vite denies. Our plugin keeps that list. */
function hasOwnDeny(config: string): boolean {
  return !config.includes("client-secrets/vite") && !optionValues(config, "deny").isCertain
}

/** Whether a configuration that was not run uses our plugin, which denies client files. */
function usesPlugin(config: string, path: string): boolean {
  const name = basename(path)
  return config.includes("client-secrets/vite") && (name.toLowerCase().endsWith(".json") || config.includes(name))
}

/** Whether a configuration that was not run lists a pattern for a client file after `deny`. */
function listsIt(config: string, path: string): boolean {
  const folders = path.toLowerCase().split(sep)
  const name = folders.pop()!
  const lists = config
    .toLowerCase()
    .split("deny")
    .slice(1)
    .map(rest => rest.slice(0, rest.indexOf("]") + 1))
  return lists.some(list => list.split(/["'`]/).some(pattern => mayMatch(pattern, name, folders)))
}

/** Whether a glob may match a file: each of its words, such as `client_secret` and `.json`, is in the name or is a folder. */
function mayMatch(pattern: string, name: string, folders: readonly string[]): boolean {
  const words = pattern.split(/[^\w.-]+/).filter(word => word !== "")
  return words.length > 0 && words.every(word => folders.includes(word) || name.startsWith(word) || name.endsWith(word))
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`
}
