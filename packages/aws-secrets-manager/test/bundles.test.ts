import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { build, type Metafile } from "esbuild"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startFaultServer } from "./fault-server.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const sdk = "@aws-sdk/client-secrets-manager"

/** Bundles a module as a function's author would, and returns the code and the target of each import. */
async function bundle(contents: string, external: string[] = []): Promise<{ text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    external,
  })
  return { text: outputFiles[0]?.text ?? "", metafile }
}

test("the agent's source contains neither the SDK nor core nor a module of Node", async () => {
  const { metafile } = await bundle('export { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"')
  expect(Object.keys(metafile.inputs).filter(path => /aws-sdk|smithy|packages\/core|node:/.test(path))).toEqual([])
  expect(Object.values(metafile.outputs).flatMap(output => output.imports)).toEqual([])
})

test("the SDK's source imports only the SDK, through one import() that bundlers follow", async () => {
  const { metafile } = await bundle('export { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"', [
    sdk,
  ])
  const imports = Object.values(metafile.outputs).flatMap(output => output.imports)
  expect(imports).toEqual([{ path: sdk, kind: "dynamic-import", external: true }])
})

test("no source bundles core, from which only types are imported", async () => {
  const { metafile } = await bundle('export * from "@client-secrets/aws-secrets-manager"', [sdk])
  expect(Object.keys(metafile.inputs).filter(path => path.includes("packages/core"))).toEqual([])
})

let folder: string
beforeAll(() => {
  // Outside the repository, where no SDK can be found.
  folder = mkdtempSync(join(tmpdir(), "without-sdk-"))
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function runNode(file: string, code: string, cwd: string): Promise<unknown> {
  mkdirSync(dirname(join(cwd, file)), { recursive: true })
  writeFileSync(join(cwd, file), code)
  const environment = { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "EXAMPLE" }
  const { stdout } = await promisify(execFile)(process.execPath, [join(cwd, file)], { cwd, env: environment })
  return JSON.parse(stdout)
}

const report = `
  const show = ({ code, transient, message, cause }) => console.log(JSON.stringify({ code, transient, message, cause }))
  awsSecretsManagerSource("prod/google").read().catch(show)`

test.each([
  ["imported as a module", "read.mjs", `import { awsSecretsManagerSource } from "./dist/index.js"\n${report}`],
  ["required as CommonJS", "read.cjs", `const { awsSecretsManagerSource } = require("./dist/index.cjs")\n${report}`],
])("without the SDK, %s: rejects with unsupported, and names the command that installs it", async (_, file, code) => {
  expect(await runNode(file, code, folder)).toEqual({
    code: "unsupported",
    transient: false,
    message: "The AWS SDK is not installed: npm install @aws-sdk/client-secrets-manager",
  })
})

test("has the same outcomes with the oldest SDK of the peer range", async () => {
  const server = await startFaultServer({ token: "" })
  const faults = [
    "value",
    "missing",
    "missing-stage",
    "deleted",
    "throttled",
    "denied",
    "html",
    "hang",
    "lapsed-token",
    "skewed",
  ]
  const link = join(folder, "node_modules", sdk)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(realpathSync(join(root, "node_modules/aws-sdk-client-secrets-manager-oldest")), link, "junction")
  try {
    const outcomes = await runNode(
      "oldest.mjs",
      `import { createRequire } from "node:module"
      import { awsSecretsManagerSource } from "./dist/index.js"
      const { version } = createRequire(import.meta.url)("${sdk}/package.json")
      const endpoint = "${server.address}"
      const outcomes = { version }
      for (const fault of ${JSON.stringify(faults)}) {
        // A hang ends with this limit; everything else, the SDK's first import included, takes as long as it takes.
        const options = { endpoint, timeout: fault === "hang" ? 500 : 60_000 }
        outcomes[fault] = await awsSecretsManagerSource(fault, options).read().then(
          document => (document === undefined ? "undefined" : "value"),
          ({ code }) => code,
        )
      }
      console.log(JSON.stringify(outcomes))`,
      folder,
    )
    expect(outcomes).toEqual({
      version: "3.600.0",
      value: "value",
      missing: "undefined",
      "missing-stage": "not_found",
      deleted: "revoked",
      throttled: "throttled",
      denied: "denied",
      html: "unavailable",
      hang: "timeout",
      "lapsed-token": "value",
      skewed: "value",
    })
  } finally {
    rmSync(join(folder, "node_modules"), { recursive: true })
    server.stop()
  }
})

test("loads the SDK on the first read, and not earlier", async () => {
  const output = await runNode(
    "test-results/lazy.mjs",
    `import { createRequire } from "node:module"
    import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
    const { cache } = createRequire(import.meta.url)
    const loaded = () => Object.keys(cache).some(file => file.includes("client-secrets-manager"))
    const source = awsSecretsManagerSource("prod/google", { region: "eu-central-1", endpoint: "http://127.0.0.1:9" })
    const before = loaded()
    await source.read().catch(() => {})
    console.log(JSON.stringify([before, loaded()]))`,
    root,
  )
  expect(output).toEqual([false, true])
})
