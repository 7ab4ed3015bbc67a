import { existsSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { readText, readTextOrNothing } from "../input/read-text.ts"
import { optionValues } from "./config-options.ts"
import { type Framework, frameworks } from "./frameworks.ts"
import { isProject, type Project, packagesBelow } from "./project-folders.ts"

/** A folder with a project of a framework. */
export interface FrameworkProject {
  readonly folder: string
  readonly framework: Framework
  /** The text of its configuration, which is never run, since it may be untrusted. Empty if none exists. */
  readonly config: string
  /** False where a part of it exists and could not be read. */
  readonly isConfigRead: boolean
}

const endings = ["js", "mjs", "ts", "cjs", "mts", "cts"]

/** The framework of a project, by its dependencies or its configuration file; undefined if it has no known one. */
export function frameworkProject(folder: string): FrameworkProject | undefined {
  const dependencies = dependenciesOf(folder)
  for (const framework of frameworks) {
    const files = framework.configs.flatMap(name => endings.map(ending => join(folder, `${name}.${ending}`)))
    const found = files.filter(file => existsSync(file))
    // Only the first is the framework's own: a vite.config is also one of Vite.
    const isConfigured = found.some(file => file.startsWith(join(folder, `${framework.configs[0]}.`)))
    if (!isConfigured && !dependencies.has(framework.dependency)) continue
    const contents = found.map(readTextOrNothing)
    return {
      folder,
      framework,
      config: withoutComments(contents.join("\n")),
      isConfigRead: !contents.includes(undefined),
    }
  }
  return undefined
}

/**
 * A configuration without the comments that begin a line: what was commented out protects nothing. The code behind such a comment
 * stays.
 */
function withoutComments(text: string): string {
  const kept: string[] = []
  let isInComment = false
  for (const line of text.split("\n")) {
    let rest = line.trimStart()
    while (isInComment || rest.startsWith("/*")) {
      const end = rest.indexOf("*/", isInComment ? 0 : 2)
      isInComment = end === -1
      if (isInComment) break
      rest = rest.slice(end + 2).trimStart()
    }
    if (!isInComment && !rest.startsWith("//")) kept.push(rest)
  }
  return kept.join("\n")
}

function dependenciesOf(folder: string): ReadonlySet<string> {
  try {
    const manifest: unknown = JSON.parse(readText(join(folder, "package.json")))
    return new Set(["dependencies", "devDependencies"].flatMap(name => Object.keys(ownObject(manifest, name))))
  } catch {
    return new Set()
  }
}

function ownObject(value: unknown, name: string): object {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return {}
  const member = (value as Record<string, unknown>)[name]
  return typeof member === "object" && member !== null ? member : {}
}

/** A folder, and how messages call it. */
export interface NamedFolder {
  readonly name: string
  readonly path: string
}

/** Folders of a project. */
export interface NamedFolders {
  readonly folders: readonly NamedFolder[]
  /** False where the configuration names one in a way that is not understood, or was not read. */
  readonly isCertain: boolean
}

/** The folders of a project that are published as they are. */
export function publicFoldersOf(project: FrameworkProject): NamedFolders {
  const { publicFolder, publicFolderOption } = project.framework
  return withNamedFolders([publicFolder], publicFolderOption === undefined ? [] : [publicFolderOption], project)
}

/** The folders of a project that its development server serves; undefined if that is the whole workspace. */
export function servedFoldersOf(project: FrameworkProject): NamedFolders | undefined {
  const { serves, servedFolderOptions } = project.framework
  return typeof serves === "string" ? undefined : withNamedFolders(serves, servedFolderOptions, project)
}

/** The folders that a configuration may make the root of its project: paths of the others begin there. */
export function rootsOf({ folder, framework, config }: FrameworkProject): NamedFolders {
  const found = framework.rootOptions.map(option => optionValues(config, option))
  const paths = [folder, ...found.flatMap(({ values }) => values.map(value => resolve(folder, value)))]
  return {
    folders: [...new Set(paths)].map(path => ({ name: relative(folder, path), path })),
    isCertain: found.every(({ isCertain }) => isCertain),
  }
}

function withNamedFolders(
  usual: readonly string[],
  options: readonly string[],
  project: FrameworkProject,
): NamedFolders {
  const found = options.map(option => optionValues(project.config, option))
  const roots = rootsOf(project)
  const names = [...usual, ...found.flatMap(({ values }) => values)]
  const paths = roots.folders.flatMap(root => names.map(name => resolve(root.path, name)))
  return {
    folders: [...new Set(paths)].map(path => ({
      name: relative(project.folder, path).replaceAll(sep, "/") || ".",
      path,
    })),
    isCertain: project.isConfigRead && roots.isCertain && found.every(({ isCertain }) => isCertain),
  }
}

/** The projects of frameworks that a client file may be exposed by. */
export interface FoundProjects {
  readonly projects: readonly FrameworkProject[]
  readonly isComplete: boolean
}

/** The projects above the client file, and the others of its repository: a workspace shares its files. */
export function frameworkProjects({ top, folders }: Project): FoundProjects {
  const below = isProject(top) ? packagesBelow(top) : { folders: [], isComplete: true }
  const all = [...new Set([...folders, ...below.folders])]
  return {
    projects: all.flatMap(folder => frameworkProject(folder) ?? []),
    isComplete: below.isComplete,
  }
}
