import { fileURLToPath } from "node:url"
import { binary, type Command } from "../build.ts"

/** The names of the frameworks in `doctor` and in the table of `docs/development-servers.md`. */
export const frameworkNames = ["Vite", "Next", "Nuxt", "Astro", "SvelteKit", "React Router"] as const
export type FrameworkName = (typeof frameworkNames)[number]

/** A framework with a small project. */
export interface Framework {
  readonly name: FrameworkName
  /** The package whose version the table shows. */
  readonly dependency: string
  /** Other packages that its `package.json` must name. */
  readonly otherDependencies?: readonly string[]
  readonly sourceFolder: string
  readonly publicFolder: string
  /** The prefix of the addresses of Vite itself, such as `/@fs/`. */
  readonly viteBase?: string
  readonly files: (withPlugin: boolean) => Readonly<Record<string, string>>
  /** A file of browser code that imports the client file of the project; only where the plugin can refuse that. */
  readonly mistake?: Readonly<Record<string, string>>
  readonly developmentServer: (port: number) => Command
  readonly build: Command
  /** Serves the build. */
  readonly productionServer: (port: number) => Command
}

const host = "127.0.0.1"
const repository = fileURLToPath(new URL("../../../..", import.meta.url))

function command(file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Command {
  return { file: process.execPath, args: [file, ...args], environment }
}

const vite = (words: string, port: number): Command =>
  command(binary("vite"), [...words.split(" "), "--host", host, "--port", String(port), "--strictPort"])
const reactRouter = binary("@react-router/dev", "react-router")

const importPlugin = 'import { clientSecrets } from "client-secrets/vite"\n'
const pluginList = (withPlugin: boolean, others = ""): string =>
  `[${[...(withPlugin ? ["clientSecrets()"] : []), ...(others === "" ? [] : [others])].join(", ")}]`

export const frameworks: readonly Framework[] = [
  {
    name: "Vite",
    dependency: "vite",
    sourceFolder: "src",
    publicFolder: "public",
    files: withPlugin => ({
      "index.html": '<script type="module" src="/src/main.js"></script>',
      "src/main.js": "console.log(1)",
      "vite.config.js": `${withPlugin ? importPlugin : ""}export default { plugins: ${pluginList(withPlugin)} }`,
    }),
    mistake: { "src/main.js": 'import file from "../client_secrets.json"\nconsole.log(file)' },
    developmentServer: port => vite("dev", port),
    build: command(binary("vite"), ["build"]),
    productionServer: port => vite("preview", port),
  },
  {
    name: "Next",
    dependency: "next",
    otherDependencies: ["react", "react-dom"],
    sourceFolder: "src",
    publicFolder: "public",
    files: () => ({
      "src/app/layout.jsx":
        "export default function Layout({ children }) { return <html><body>{children}</body></html> }",
      "src/app/page.jsx": "export default function Page() { return <p>page</p> }",
      "next.config.mjs": `const root = ${JSON.stringify(repository)}
        export default { turbopack: { root }, outputFileTracingRoot: root }`,
    }),
    developmentServer: port => command(binary("next"), ["dev", "--hostname", host, "--port", String(port)]),
    build: command(binary("next"), ["build"]),
    productionServer: port => command(binary("next"), ["start", "--hostname", host, "--port", String(port)]),
  },
  {
    name: "Nuxt",
    dependency: "nuxt",
    sourceFolder: "app",
    publicFolder: "public",
    viteBase: "/_nuxt",
    files: withPlugin => ({
      "app/app.vue": "<template><p>page</p></template>",
      "nuxt.config.ts": `${withPlugin ? importPlugin : ""}export default {
        compatibilityDate: "2026-11-01",
        telemetry: false,
        sourcemap: false,
        devtools: { enabled: false },
        vite: { plugins: ${pluginList(withPlugin)} },
      }`,
    }),
    mistake: {
      "app/app.vue": `<script setup>
        import file from "../client_secrets.json"
        console.log(file)
        </script>
        <template><p>page</p></template>`,
    },
    developmentServer: port => command(binary("nuxt"), ["dev", "--no-fork", "--host", host, "--port", String(port)]),
    build: command(binary("nuxt"), ["build"]),
    productionServer: port => command(".output/server/index.mjs", [], { NITRO_HOST: host, NITRO_PORT: String(port) }),
  },
  {
    name: "Astro",
    dependency: "astro",
    sourceFolder: "src",
    publicFolder: "public",
    files: withPlugin => ({
      "src/pages/index.astro": "<html><body>page</body></html>",
      "astro.config.mjs": `${withPlugin ? importPlugin : ""}export default { vite: { plugins: ${pluginList(withPlugin)} } }`,
    }),
    mistake: {
      "src/pages/index.astro": `<html><body>page<script>
        import file from "../../client_secrets.json"
        console.log(file)
        </script></body></html>`,
    },
    developmentServer: port => command(binary("astro"), ["dev", "--host", host, "--port", String(port)]),
    build: command(binary("astro"), ["build"]),
    productionServer: port => command(binary("astro"), ["preview", "--host", host, "--port", String(port)]),
  },
  {
    name: "SvelteKit",
    dependency: "@sveltejs/kit",
    sourceFolder: "src",
    publicFolder: "static",
    files: withPlugin => ({
      "src/routes/+page.svelte": "<p>page</p>",
      "src/app.html": "<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>",
      "svelte.config.js": "export default { kit: {} }",
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite"
        ${withPlugin ? importPlugin : ""}export default { plugins: ${pluginList(withPlugin, "sveltekit()")} }`,
    }),
    mistake: {
      "src/routes/+page.svelte": `<script>
        import file from "../../client_secrets.json"
        console.log(file)
        </script>
        <p>page</p>`,
    },
    developmentServer: port => vite("dev", port),
    build: command(binary("vite"), ["build"]),
    productionServer: port => vite("preview", port),
  },
  {
    name: "React Router",
    dependency: "@react-router/dev",
    // Otherwise it would install isbot itself.
    otherDependencies: ["@react-router/node", "isbot", "react", "react-dom", "react-router"],
    sourceFolder: "app",
    publicFolder: "public",
    files: withPlugin => ({
      "app/root.jsx": `import { Outlet, Scripts } from "react-router"
        export default function Root() { return <html><body><Outlet /><Scripts /></body></html> }`,
      "app/routes.js": `import { index } from "@react-router/dev/routes"
        export default [index("home.jsx")]`,
      "app/home.jsx": "export default function Home() { return <p>page</p> }",
      "vite.config.js": `import { reactRouter } from "@react-router/dev/vite"
        ${withPlugin ? importPlugin : ""}export default { plugins: ${pluginList(withPlugin, "reactRouter()")} }`,
    }),
    mistake: {
      "app/home.jsx": `import file from "../client_secrets.json"
        console.log(file)
        export default function Home() { return <p>page</p> }`,
    },
    developmentServer: port => command(reactRouter, ["dev", "--host", host, "--port", String(port), "--strictPort"]),
    build: command(reactRouter, ["build"]),
    productionServer: port =>
      command(binary("@react-router/serve", "react-router-serve"), ["build/server/index.js"], {
        HOST: host,
        PORT: String(port),
      }),
  },
]
