import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"
import { binary, type Command, run } from "./build.ts"
import { clientId, secret, writeProject } from "./fixture.ts"

// A test of a server's code gets the server's module in every environment: jsdom requests browser files as well.

const folder = fileURLToPath(new URL("../test-results/test-runners", import.meta.url))
const resolve = createRequire(import.meta.url).resolve

const suite = (extension: "ts" | "mjs", imports = ""): string => `${imports}
import { loadClientSecretsSync } from "@client-secrets/core"
import { google as publicGoogle } from "./google.public.${extension}"
import { google, googleSource } from "./google.server.${extension}"

test("a server module in a test", () => {
  const client = loadClientSecretsSync(googleSource())
  expect(client.clientId).toBe(${JSON.stringify(clientId)})
  expect(client.clientSecret.reveal().length).toBe(${secret.length})
  expect(google).toEqual(publicGoogle)
  expect(typeof document).toBe(process.env.EXPECTED_DOCUMENT)
})
`

const node = process.execPath

function vitest(environment: "node" | "jsdom", config = "vitest.config.mjs"): Command {
  const args = ["run", "--config", join(folder, config), "--root", folder, "--environment", environment]
  return { file: node, args: [binary("vitest"), ...args] }
}

function jest(environment: "node" | "jsdom", modules: "commonjs" | "esm"): Command {
  const flags = modules === "esm" ? ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"] : []
  const config = {
    rootDir: folder,
    cacheDirectory: join(folder, "cache"),
    testEnvironment: environment === "jsdom" ? resolve("jest-environment-jsdom") : "node",
    // With native modules jest requests only browser files in jsdom, unless configured otherwise; the README says so.
    ...(modules === "esm" && { testEnvironmentOptions: { customExportConditions: ["node", "browser"] } }),
    testMatch: [`<rootDir>/${modules}.jest.*`],
    moduleFileExtensions: ["js", "mjs", "ts", "cjs"],
    transform:
      modules === "esm" ? {} : { "\\.ts$": fileURLToPath(new URL("../build/to-commonjs.cjs", import.meta.url)) },
    watchman: false,
  }
  return { file: node, args: [...flags, binary("jest"), "--ci", "--config", JSON.stringify(config)] }
}

const runners: readonly (readonly [name: string, document: "object" | "undefined", command: () => Command])[] = [
  ["vitest in node", "undefined", () => vitest("node")],
  ["vitest in jsdom", "object", () => vitest("jsdom")],
  [
    "vitest in jsdom, everything inlined, with browser conditions",
    "object",
    () => vitest("jsdom", "inline.config.mjs"),
  ],
  ["jest in node", "undefined", () => jest("node", "commonjs")],
  ["jest in jsdom", "object", () => jest("jsdom", "commonjs")],
  ["jest in jsdom, with native modules and the condition node", "object", () => jest("jsdom", "esm")],
]

beforeAll(() => {
  writeProject(folder)
  const include = 'include: ["*.vitest.ts"]'
  writeFileSync(join(folder, "vitest.config.mjs"), `export default { test: { ${include} } }`)
  const inline = "server: { deps: { inline: true } }"
  writeFileSync(
    join(folder, "inline.config.mjs"),
    `export default { resolve: { conditions: ["browser"] }, test: { ${include}, ${inline} } }`,
  )
  writeFileSync(join(folder, "suite.vitest.ts"), suite("ts", 'import { expect, test } from "vitest"'))
  writeFileSync(join(folder, "commonjs.jest.ts"), suite("ts"))
  writeFileSync(join(folder, "esm.jest.mjs"), suite("mjs"))
})

describe.each(runners)("%s", (_, document, command) => {
  test("gets the server module", async () => {
    const { file, args } = command()
    const environment = { EXPECTED_DOCUMENT: document, NODE_ENV: "test" }
    const { status, output } = await run({ file, args, environment }, folder)
    expect(status, output).toBe(0)
    expect(output).toMatch(/1 passed/)
  })
})
