import { assertNoLeak } from "@client-secrets/conformance"
import { locateNode, scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

const commands = ["generate", "check", "inspect", "doctor", "scan", "init", "schema"]

test("--help lists every command, and each has a help of its own", async () => {
  const folder = scratch()
  const overview = await runCli(["--help"], { folder })
  expect(overview).toMatchObject({ exitCode: 0, stderr: "" })
  for (const command of commands) {
    expect(overview.stdout).toContain(`  ${command} `)
    const [direct, asked] = await Promise.all([
      runCli([command, "--help"], { folder }),
      runCli(["help", command], { folder }),
    ])
    expect(direct.stdout).toMatch(new RegExp(`^Usage: client-secrets ${command} `))
    expect(direct.stdout).toContain("--json")
    expect(asked).toEqual(direct)
  }
})

test("--version prints the package's", async () => {
  for (const word of ["--version", "-v"]) {
    expect((await runCli([word], { folder: scratch() })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  }
})

test("a command line that is not understood is exit 2, and is not repeated", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text })
  const lines: readonly (readonly string[])[] = [
    [],
    [secret],
    ["generate", `--${secret}`],
    ["generate", `--client-secret=${secret}`],
    ["generate", "--client-secret", secret],
    ["generate", "--secret", secret],
    ["generate", "--name", `-${secret}`],
    ["generate", "--name", `${secret}/..`],
    ["generate", "--name"],
    ["generate", "--name=a", "--name=b"],
    ["generate", "--flavour", secret],
    ["generate", "--json=yes"],
    ["generate", "--config", "client_secrets.json", "client_secrets.json"],
    ["inspect", "client_secrets.json", secret],
    ["inspect", `env:${secret}`],
    ["inspect", `env:GOCSPX_${secret.toUpperCase()}`],
    ["schema", secret],
    ["init", secret],
    ["scan"],
    ["scan", ".", "--staged"],
    ["scan", ".", "--max-bytes", secret],
  ]
  for (const words of lines) {
    const { exitCode, stdout, stderr } = await runCli(words, { folder })
    expect([exitCode, words]).toEqual([2, words])
    expect(stdout).toBe("")
    expect(stderr).not.toBe("")
    assertNoLeak([secret, secret.toUpperCase()], { stderr })
  }
})

test("an option that is nearly right is named", async () => {
  const { stderr } = await runCli(["generate", "--flavor", "ts"], { folder: scratch() })
  expect(stderr).toContain("There is no option --flavor.")
  expect(stderr).toContain("Did you mean --flavour?")
})

test("--json prints one object and nothing else, also for a command line that is not understood", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  for (const [words, exitCode] of [
    [["generate", "--json"], 0],
    [["check", "--json"], 0],
    [["check", "--json", "--out", "elsewhere"], 1],
    [["generate", "--json", "--nothing"], 2],
    [["inspect", "--json", "-"], 3],
    [["scan", "--json", "client_secrets.json"], 0],
    [["generate", "--format", "json", "missing.json"], 5],
    [["generate", "--format=json", "missing.json"], 5],
  ] as const) {
    const result = await runCli(words, { folder })
    expect([result.exitCode, words]).toEqual([exitCode, words])
    expect(result.stderr).toBe("")
    expect(JSON.parse(result.stdout)).toMatchObject({ version: 1, command: words[0], exitCode })
  }
})

test("--quiet leaves errors, and what was asked for", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile({ surplus: 1 }).text })
  expect(await runCli(["generate", "-q"], { folder })).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  expect((await runCli(["schema", "--quiet"], { folder })).stdout).toContain("json-schema.org")
  expect((await runCli(["generate", "-q", "missing.json"], { folder })).stderr).toContain("missing.json is not there")
})

for (const version of [20, 22, 24, 26] as const) {
  const node = locateNode(version)
  test.skipIf(node === undefined)(`every command runs on Node ${version}`, async () => {
    const { text, secret } = exampleFile()
    const folder = scratch({ "client_secrets.json": text, "client-secrets.config.mjs": config })
    for (const [words, exitCode] of [
      [["schema"], 0],
      [["inspect"], 0],
      [["doctor"], 0],
      [["generate"], 0],
      [["check"], 0],
      [["scan", "."], 0],
      [["init"], 0],
      [["generate", "client_secrets.json", "--out", "../elsewhere"], 5],
      [["generate", "--nothing"], 2],
    ] as const) {
      const result = await runCli(words, { folder, node: node! })
      expect([result.exitCode, words, result.stderr]).toEqual([
        exitCode,
        words,
        expect.not.stringContaining("ExperimentalWarning"),
      ])
      assertNoLeak([secret], { stdout: result.stdout, stderr: result.stderr })
    }
  })
}

const config = `export default { clients: { google: { input: "client_secrets.json" } }, out: "src", flavours: ["ts", "mjs", "public"] }`
