import { dirname, relative, sep } from "node:path"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, notChecked, passed } from "./check.ts"
import { type FrameworkProject, frameworkProject, frameworks, publicFoldersOf } from "./frameworks.ts"
import { isProject, isWorkspace, type Project, packagesBelow } from "./project-folders.ts"

/** A client file, and how messages call it. */
export interface ExaminedFile {
  /** Each path by which it is reached: its own, and that of what a link leads to. */
  readonly paths: readonly string[]
  readonly label: string
}

// Folders that a server or a host publishes as they are, whatever framework made them.
const publicNames = new Set(["public", "static", "public_html", "htdocs", "www", "_site"])
// Folders that a build writes, and that are published or shipped.
const outputNames = new Set(["dist", "build", "out", ".next", ".nuxt", ".output", ".svelte-kit", ".vercel", ".netlify"])

/** The folder between a file and its project's top that is published by its name alone, if there is one. */
export function publishedFolder(
  path: string,
  { top }: Project,
): { readonly name: string; readonly isPublic: boolean } | undefined {
  const names = relative(dirname(top), dirname(path)).split(sep)
  // The top itself may be such a folder where nothing says that it is a project.
  const below = isProject(top) ? names.slice(1) : names
  const shared = below.find(name => publicNames.has(name))
  if (shared !== undefined) return { name: shared, isPublic: true }
  const output = below.find(name => outputNames.has(name))
  return output === undefined ? undefined : { name: output, isPublic: false }
}

/** Whether the client file lies in a folder that is published as it is. */
export function checkPublicFolder({ paths, label }: ExaminedFile, project: Project): Check {
  const found = frameworkProjects(project)
  for (const path of paths) {
    for (const one of found.projects) {
      const name = publicFoldersOf(one).names.find(name => isBelow(`${one.folder}${sep}${name}`, path))
      if (name === undefined) continue
      return published(label, `${one.framework.name} publishes the folder ${name} as it is`)
    }
    const folder = publishedFolder(path, project)
    if (folder?.isPublic) return published(label, `the folder ${folder.name} is usually published as it is`)
    if (folder === undefined) continue
    return failed("public_folder", `It lies in ${folder.name}.`, [
      {
        severity: "warning",
        code: "build_output",
        message: `The client file lies in ${folder.name}, which is usually the output of a build.`,
        hint: "Make sure that this folder is not published. A server should get the secret from its environment.",
        file: label,
      },
    ])
  }
  const unclear = found.projects.find(one => !publicFoldersOf(one).isCertain)
  if (unclear !== undefined) {
    const { name, publicFolderOption } = unclear.framework
    return notChecked(
      "public_folder",
      `${name}'s configuration sets ${publicFolderOption} in a way that cannot be read without running it.`,
    )
  }
  return passed("public_folder", "It is not in a folder that is published as it is.")
}

function published(file: string, why: string): Check {
  const problem: Problem = {
    severity: "error",
    code: "public_folder",
    message: `Anyone can download the client file from the deployed site: ${why}.`,
    hint: "Move it out of that folder. If the site was deployed, create a new client secret.",
    file,
  }
  return failed("public_folder", `It is public: ${why}.`, [problem])
}

/** Whether a development server hands the client file out to whoever can reach it. */
export function checkDevServer({ paths, label }: ExaminedFile, project: Project): Check {
  const { projects, isComplete } = frameworkProjects(project)
  const serving = projects.filter(one => paths.some(path => serves(one, path)))
  const certain = serving.find(({ config }) => !mayDeny(config))
  if (certain !== undefined)
    return failed("dev_server", `${certain.framework.name} hands it out.`, [handedOut(certain, label)])
  const [perhaps] = serving
  if (perhaps !== undefined) {
    const { name } = perhaps.framework
    const problem: Problem = {
      severity: "warning",
      code: "perhaps_denied",
      message: `${name}'s configuration seems to deny client files to its development server. It was read, not run.`,
      hint: "Ask the running server for the file: it must answer 403.",
      file: label,
    }
    return failed("dev_server", `${name} hands it out unless its configuration denies it.`, [problem])
  }
  if (!isComplete) return notChecked("dev_server", "The repository has more folders than doctor looks at.")
  const names = [...new Set(projects.map(({ framework }) => framework.name))]
  return passed(
    "dev_server",
    names.length === 0
      ? `No project of ${listed(frameworks.map(({ name }) => name))} was found.`
      : `The development server of ${listed(names)} does not hand it out.`,
  )
}

function handedOut({ framework }: FrameworkProject, file: string): Problem {
  const isSource = framework.serves === "src"
  return {
    severity: "error",
    code: "dev_server",
    message: isSource
      ? `${framework.name}'s development server hands out every file below src, and so the client file.`
      : `${framework.name}'s development server hands the client file out to anyone who can reach it.`,
    hint: isSource
      ? "Move it out of src."
      : "Move it out of the project, or add the plugin clientSecrets() of client-secrets/vite to Vite's plugins.",
    file,
  }
}

interface FoundProjects {
  readonly projects: readonly FrameworkProject[]
  readonly isComplete: boolean
}

/** The projects above the client file, and the others of its repository: a workspace shares its files. */
function frameworkProjects({ top, folders }: Project): FoundProjects {
  const below = isProject(top) ? packagesBelow(top) : { folders: [], isComplete: true }
  const all = [...new Set([...folders, ...below.folders])]
  return {
    projects: all.flatMap(folder => frameworkProject(folder) ?? []),
    isComplete: below.isComplete,
  }
}

// `server.fs.deny` by default, as of Vite 8; patterns without a slash match the name.
const deniedByDefault = /^\.env(?:\..*)?$|\.(?:crt|pem|key|p12|pfx|cer|der)$|^\.npmrc$|^\.yarnrc\.yml$/i

function serves({ folder, framework }: FrameworkProject, path: string): boolean {
  if (framework.serves === "nothing") return false
  const parts = path.split(sep)
  if (deniedByDefault.test(parts.at(-1)!) || parts.includes(".git")) return false
  return isBelow(framework.serves === "src" ? `${folder}${sep}src` : workspaceRoot(folder), path)
}

/** The folder that Vite lets its server read from: the nearest workspace above the project, or else the project. */
function workspaceRoot(folder: string): string {
  for (let one = folder; ; one = dirname(one)) {
    if (isWorkspace(one)) return one
    if (dirname(one) === one) return folder
  }
}

/** Whether a configuration that was not run may deny client files: it names them after `deny`, or uses our plugin. */
function mayDeny(config: string): boolean {
  const deny = config.indexOf("deny")
  return config.includes("client-secrets/vite") || (deny !== -1 && config.lastIndexOf("client_secret") > deny)
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`
}
