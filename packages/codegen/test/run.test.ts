import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { copyPackage, locateBun, locateDeno, locateNode, runProgram } from "@client-secrets/conformance/runtimes"
import { beforeAll, describe, expect, test } from "vitest"

const folder = fileURLToPath(new URL("../test-results/run/", import.meta.url))
const secret = "EXAMPLE_NOT_A_REAL_SECRET"

const program = (extension: "ts" | "mjs"): string => `
import { loadClientSecrets, loadClientSecretsSync } from "@client-secrets/core"
import { google } from "./one/google.public.${extension}"
import { google as same, googleSource } from "./one/google.server.${extension}"
import { googleSource as awsSource } from "./aws/google.server.${extension}"
import { myGoogle } from "./environments/my-google.public.${extension}"
import { myGoogleSource } from "./environments/my-google.server.${extension}"

const client = loadClientSecretsSync(googleSource())
const other = await loadClientSecrets(googleSource({ env: { GOOGLE_CLIENT_SECRET: "other" } }))
console.log(JSON.stringify({
  public: google,
  isSame: JSON.stringify(google) === JSON.stringify(same),
  client,
  length: client.clientSecret.reveal().length,
  handedIn: other.clientSecret.reveal(),
  environments: Object.keys(myGoogle),
  sources: [awsSource().name, myGoogleSource("dev").name],
}))
`

const runtimes: readonly (readonly [name: string, locate: () => string | undefined, args: readonly string[]])[] = [
  ["node 22", () => locateNode(22), ["--disable-warning=ExperimentalWarning"]],
  ["node 24", () => locateNode(24), []],
  ["node 26", () => locateNode(26), []],
  [
    "deno",
    locateDeno,
    ["run", "--no-remote", "--no-prompt", "--no-lock", "--node-modules-dir=manual", "--allow-env", "--allow-read"],
  ],
  ["bun", locateBun, ["run", "--no-install"]],
]

const packages = ["core", "env", "file", "aws-secrets-manager"].map(name => `@client-secrets/${name}`)

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(new URL("./golden", import.meta.url), folder, { recursive: true })
  for (const name of packages) copyPackage(name, import.meta.url, folder)
  writeFileSync(join(folder, "program.ts"), program("ts"))
  writeFileSync(join(folder, "program.mjs"), program("mjs"))
})

describe.each(runtimes)("%s", (_, locate, args) => {
  const file = locate()
  test.skipIf(file === undefined).each(["program.ts", "program.mjs"])("runs %s", async entry => {
    const environment = { GOOGLE_CLIENT_SECRET: secret }
    const { status, output } = await runProgram({ file: file!, args: [...args, entry], folder, environment })
    expect(status, output).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      public: { type: "web", clientId: "1234-example.apps.googleusercontent.com" },
      isSame: true,
      client: { type: "web", clientSecret: "[redacted]", redirectUris: { length: 2 } },
      length: secret.length,
      handedIn: "other",
      environments: ["dev", "prod-eu"],
      sources: ["AWS Secrets Manager (prod/google)", "file /run/secrets/google"],
    })
    expect(findSecret(output, secret)).toEqual([])
  })
})

const deno = locateDeno()

test.skipIf(deno === undefined)("deno publish finds no slow types", async () => {
  const exports = {
    "./public": "./one/google.public.ts",
    "./server": "./one/google.server.ts",
    "./many": "./environments/my-google.server.ts",
  }
  writeFileSync(
    join(folder, "jsr.json"),
    JSON.stringify({ name: "@example/modules", version: "0.0.0", license: "MIT", exports }),
  )
  const dependencies = Object.fromEntries(packages.map(name => [name, "*"]))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies }))
  const args = ["publish", "--dry-run", "--allow-dirty"]
  const { status, output } = await runProgram({ file: deno!, args, folder, environment: {} })
  expect(output).toContain("Checking for slow types in the public API")
  expect(output).not.toMatch(/slow-type|explicit-(function|module)/)
  expect(status, output).toBe(0)
})
