/** What is known of a framework: its public folder, and which files its development server serves. */
export interface Framework {
  readonly name: string
  /** The package that a project of it depends on. */
  readonly dependency: string
  /** Whether it is built upon Vite, so that `client-secrets/vite` protects it. */
  readonly usesVite: boolean
  /** Its configuration files, without their endings. */
  readonly configs: readonly string[]
  /** The folder that is published as it is, also by the development server, unless the configuration names another one. */
  readonly publicFolder: string
  /** The option of its configuration that names another public folder. */
  readonly publicFolderOption: string | undefined
  /**
   * The files that the development server serves in addition to the public folder: every file of the workspace that is not denied, or every
   * file in some folders of the project.
   */
  readonly serves: "workspace" | "nuxt workspace" | readonly string[]
  /** The options of its configuration that name further such folders. */
  readonly servedFolderOptions: readonly string[]
  /** The options of its configuration that name another folder as the root of the project. */
  readonly rootOptions: readonly string[]
}

/**
 * The frameworks that `doctor` knows. Each row describes the real development server and the real build:
 * `docs/development-servers.md` lists the measurements, and a test compares. A framework is listed before those that it is built upon.
 */
export const frameworks: readonly Framework[] = [
  {
    name: "Next",
    dependency: "next",
    usesVite: false,
    configs: ["next.config"],
    publicFolder: "public",
    publicFolderOption: undefined,
    serves: [],
    servedFolderOptions: [],
    rootOptions: [],
  },
  {
    name: "Nuxt",
    dependency: "nuxt",
    usesVite: true,
    configs: ["nuxt.config"],
    publicFolder: "public",
    publicFolderOption: "public",
    serves: "nuxt workspace",
    servedFolderOptions: [],
    rootOptions: ["rootDir", "srcDir"],
  },
  {
    name: "Astro",
    dependency: "astro",
    usesVite: true,
    configs: ["astro.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
    servedFolderOptions: [],
    rootOptions: ["root"],
  },
  {
    name: "SvelteKit",
    dependency: "@sveltejs/kit",
    usesVite: true,
    configs: ["svelte.config", "vite.config"],
    publicFolder: "static",
    publicFolderOption: "assets",
    serves: ["src", ".svelte-kit", "node_modules"],
    servedFolderOptions: ["src", "lib", "routes", "outDir"],
    rootOptions: [],
  },
  {
    name: "React Router",
    dependency: "@react-router/dev",
    usesVite: true,
    configs: ["react-router.config", "vite.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
    servedFolderOptions: [],
    rootOptions: ["root"],
  },
  {
    name: "Vite",
    dependency: "vite",
    usesVite: true,
    configs: ["vite.config"],
    publicFolder: "public",
    publicFolderOption: "publicDir",
    serves: "workspace",
    servedFolderOptions: [],
    rootOptions: ["root"],
  },
]
