import { existsSync } from "node:fs"
import { join } from "node:path"
import { readText } from "../input/read-text.ts"

/** What is known of a framework: where it publishes files from, and what its development server hands out. */
export interface Framework {
  readonly name: string
  /** The package that a project of it depends on. */
  readonly dependency: string
  /** Its configuration files, without their endings. */
  readonly configs: readonly string[]
  /** The folder that is published as it is, unless the configuration names another one. */
  readonly publicFolder: string
  /** The option of its configuration that names another public folder. */
  readonly publicFolderOption: string | undefined
  /**
   * What the development server hands out apart from the public folder: every file of the workspace that is not denied, those
   * below `src`, or none.
   */
  readonly serves: "workspace" | "src" | "nothing"
}

/**
 * The frameworks that `doctor` knows, each as its real development server and build behave: Next 16, Nuxt 4, Astro 7,
 * SvelteKit 2 and 3, React Router 7, Vite 8. A framework stands before those that it is built upon.
 */
export const frameworks: readonly Framework[] = [
  {
    name: "Next",
    dependency: "next",
    configs: ["next.config"],
    publicFolder: "public",
    publicFolderOption: undefined,
    serves: "nothing",
  },
  {
    name: "Nuxt",
    dependency: "nuxt",
    configs: ["nuxt.config"],
    publicFolder: "public",
    publicFolderOption: "public",
    serves: "workspace",
  },
  {
    name: "Astro",
    dependency: "astro",
    configs: ["astro.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
  },
  {
    name: "SvelteKit",
    dependency: "@sveltejs/kit",
    configs: ["svelte.config", "vite.config"],
    publicFolder: "static",
    publicFolderOption: "assets",
    serves: "src",
  },
  {
    name: "React Router",
    dependency: "@react-router/dev",
    configs: ["react-router.config", "vite.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
  },
  {
    name: "Vite",
    dependency: "vite",
    configs: ["vite.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
  },
]

/** A folder with a project of a framework. */
export interface FrameworkProject {
  readonly folder: string
  readonly framework: Framework
  /** The text of its configuration, which is not run: it may be anybody's. Empty if none exists. */
  readonly config: string
}

const endings = ["js", "mjs", "ts", "cjs", "mts", "cts"]

/** The framework of a project, by its dependencies or its configuration file; undefined where it has none of those known. */
export function frameworkProject(folder: string): FrameworkProject | undefined {
  const dependencies = dependenciesOf(folder)
  for (const framework of frameworks) {
    const files = framework.configs.flatMap(name => endings.map(ending => join(folder, `${name}.${ending}`)))
    const found = files.filter(file => existsSync(file))
    // Only the first is the framework's own: a vite.config is also one of Vite.
    const isConfigured = found.some(file => file.startsWith(join(folder, `${framework.configs[0]}.`)))
    if (!isConfigured && !dependencies.has(framework.dependency)) continue
    return { folder, framework, config: found.map(readText).join("\n") }
  }
  return undefined
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

/** The public folders of a project; `isCertain` is false where its configuration names one in a way that is not understood. */
export function publicFoldersOf({ framework, config }: FrameworkProject): {
  readonly names: readonly string[]
  readonly isCertain: boolean
} {
  const { publicFolder, publicFolderOption } = framework
  if (publicFolderOption === undefined) return { names: [publicFolder], isCertain: true }
  const mentions = [
    ...config.matchAll(new RegExp(`\\b${publicFolderOption}["']?\\s{0,10}:\\s{0,10}(.?)([\\w./-]{0,99})`, "g")),
  ]
  const names = mentions.flatMap(([, quote, name]) =>
    quote === '"' || quote === "'" ? [name!.replace(/^\.\//, "")] : [],
  )
  return { names: [publicFolder, ...names], isCertain: names.length === mentions.length }
}
