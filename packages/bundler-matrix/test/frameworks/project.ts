import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { secret } from "../fixture.ts"
import type { Framework } from "./frameworks.ts"

/** A project in a workspace in a repository, with a client file in each place that matters. */
export interface Project {
  readonly repository: string
  readonly workspace: string
  readonly root: string
  /** Each file with a secret, by its place. */
  readonly files: Readonly<Record<Place, { readonly path: string; readonly secret: string }>>
}

export const places = [
  "outside of the workspace",
  "top of the workspace",
  "project",
  "source",
  "node_modules",
  "another name",
  "public folder",
  "public folder, another name",
  ".env",
] as const
export type Place = (typeof places)[number]

export const publicName = "client_secret_1234.json"

/** Writes a project of a framework, with the plugin or without it. */
export function writeFrameworkProject(repository: string, framework: Framework, withPlugin: boolean): Project {
  rmSync(repository, { recursive: true, force: true })
  const workspace = join(repository, "site")
  const root = join(workspace, "apps/web")
  const { dependency, otherDependencies = [], sourceFolder, publicFolder } = framework
  const dependencies = Object.fromEntries([dependency, ...otherDependencies].map(name => [name, "*"]))
  for (const [path, text] of Object.entries({
    [join(workspace, "package.json")]: '{"private":true}',
    [join(workspace, "pnpm-workspace.yaml")]: "packages:\n  - apps/*\n",
    [join(root, "package.json")]: JSON.stringify({ name: "web", type: "module", private: true, dependencies }),
  })) {
    write(path, text)
  }
  for (const [path, text] of Object.entries(framework.files(withPlugin))) write(join(root, path), text)
  const paths: Readonly<Record<Place, string>> = {
    "outside of the workspace": join(repository, "infra/client_secrets.json"),
    "top of the workspace": join(workspace, "client_secrets.json"),
    project: join(root, "client_secrets.json"),
    source: join(root, sourceFolder, "server/client_secrets.json"),
    node_modules: join(root, "node_modules/example/client_secrets.json"),
    "another name": join(root, "config/google.json"),
    "public folder": join(root, publicFolder, publicName),
    "public folder, another name": join(root, publicFolder, "keys/google.json"),
    ".env": join(root, ".env"),
  }
  const files = Object.fromEntries(
    places.map((place, index) => {
      // A separate secret each, so that an answer shows which file it contains.
      const own = secret.replace("EXAMPLE-", `EXAMPLE-${index}`)
      write(paths[place], place === ".env" ? `GOOGLE_CLIENT_SECRET=${own}\n` : clientFileWith(own))
      return [place, { path: paths[place], secret: own }]
    }),
  ) as Project["files"]
  execFileSync("git", ["init", "-q"], { cwd: repository })
  return { repository, workspace, root, files }
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

export function clientFileWith(secret: string): string {
  return JSON.stringify({
    web: {
      client_id: "1234-example.apps.googleusercontent.com",
      client_secret: secret,
      redirect_uris: ["https://app.example.com/callback"],
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    },
  })
}
