import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Entry, entriesOf } from "../drive/entries.ts"
import { type NpmProject, npmProject } from "../drive/npm-project.ts"

const require = createRequire(import.meta.url)
const compilers = { "TypeScript 5.9": "typescript-5-9", "TypeScript 6": "typescript", "TypeScript 7": "typescript-7" }

interface Resolution {
  readonly name: string
  readonly options: Readonly<Record<string, string>>
  /** The entries that a CommonJS file may import: with node16 only those that ship CommonJS. */
  readonly commonJs: "none" | "CommonJS files" | "all"
}

const resolutions: readonly Resolution[] = [
  { name: "bundler", options: { module: "esnext", moduleResolution: "bundler" }, commonJs: "none" },
  { name: "node16", options: { module: "node16", moduleResolution: "node16" }, commonJs: "CommonJS files" },
  { name: "nodenext", options: { module: "nodenext", moduleResolution: "nodenext" }, commonJs: "all" },
]

// Declarations of a bridge name its target, the user's own dependency: a package that is not installed is not checked.
const shared = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  target: "es2022",
  types: [],
}

let installed: NpmProject
beforeAll(async () => {
  installed = await npmProject()
}, 180_000)
afterAll(() => installed?.remove())

describe.each(Object.entries(compilers))("%s", (_, compiler) => {
  const tsc = join(dirname(require.resolve(`${compiler}/package.json`)), "bin/tsc")

  test.each(resolutions)("compiles against every entry with resolution $name", async ({ name, options, commonJs }) => {
    const { packages, project } = installed
    const entries = entriesOf(packages)
    const files = [`${name}.mts`]
    writeFileSync(join(project.folder, files[0]!), importAll(entries) + use + optionsAsUndefined)
    if (commonJs !== "none") {
      files.push(`${name}.cts`)
      const required = entries.filter(({ shipsCommonJs }) => commonJs === "all" || shipsCommonJs)
      writeFileSync(join(project.folder, files[1]!), importAll(required) + use)
    }
    const configuration = `tsconfig.${name}.json`
    writeFileSync(
      join(project.folder, configuration),
      JSON.stringify({ compilerOptions: { ...shared, ...options }, files }),
    )
    const { status, stdout } = await project.execute([process.execPath, tsc, "-p", configuration])
    expect(status, stdout).toBe(0)
  })
})

function importAll(entries: readonly Entry[]): string {
  return entries
    .map(({ specifier }, index) => `import * as entry${index} from ${JSON.stringify(specifier)}\nvoid entry${index}\n`)
    .join("")
}

const use = `import { loadClientSecretsSync } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
const client = loadClientSecretsSync(envSource(), { type: "web" })
export const text: string = client.clientSecret.reveal()
// @ts-expect-error a Secret is not a string
export const wrong: string = client.clientSecret
`

// With exactOptionalPropertyTypes an option that is undefined compiles only if the declaration says so.
const optionsAsUndefined = `import { fetchSource } from "@client-secrets/fetch"
import { vaultSource } from "@client-secrets/fetch/vault"
import { createLoader, firstOf, parseClientSecrets } from "@client-secrets/core"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { fileSource } from "@client-secrets/file"
const none = undefined
fetchSource("https://example.com", { headers: none, extract: none, fetch: none, maxBytes: none, timeout: none })
vaultSource("https://example.com", "path", { token: none, namespace: none, mount: none, timeout: none })
fileSource("client_secrets.json", { maxBytes: none })
dotenvSource(".env", { name: none, type: none, redirectUris: none, endpoints: none, preset: none, maxBytes: none })
parseClientSecrets("", { type: none, optional: none, maxBytes: none, allowInsecureEndpoints: none, onWarning: none })
createLoader(firstOf(envSource(), fileSource()), { ttl: none, staleIfError: none, retries: none, waitUntil: none })
`
