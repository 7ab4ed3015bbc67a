import { rmSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { locateNode, scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { commonOptions } from "../src/arguments/help.ts"
import { parseArguments } from "../src/arguments/parse-arguments.ts"
import { commands as commandTable } from "../src/commands/commands.ts"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

const commands = Object.keys(commandTable)

test("--help lists every command, and each has its own help, within 80 columns", async () => {
  const folder = scratch()
  const overview = await runHere(["--help"], { folder })
  expect(overview).toMatchObject({ exitCode: 0, stderr: "" })
  for (const command of commands) {
    expect(overview.stdout).toContain(`  ${command} `)
    const direct = await runHere([command, "--help"], { folder })
    for (const part of ["USAGE\n  client-secrets", "EXAMPLES\n  $ client-secrets", "OPTIONS\n", "--format FORMAT"]) {
      expect(direct.stdout).toContain(part)
    }
    expect(direct.stdout.split("\n").filter(line => line.length > 80)).toEqual([])
    for (const words of [
      ["help", command],
      [command, "--nonsense", "-h"],
    ]) {
      expect(await runHere(words, { folder })).toEqual(direct)
    }
  }
})

test("every example of a help is a command line that is understood", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  for (const [name, { load }] of Object.entries(commandTable)) {
    const { examples, options } = await load()
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      const [command, ...words] = example.split(/ [<>] /)[0]!.split(" ")
      expect(command).toBe(name)
      expect(() => parseArguments(words, { ...options, ...commonOptions })).not.toThrow()
    }
  }
  expect((await runHere(["help", "foo"], { folder })).exitCode).toBe(2)
})

test("what is nearly a command, an option or a choice is named, and what was typed is not repeated", async () => {
  for (const [words, meant] of [
    [["genrate"], "generate"],
    [["Doctor"], "doctor"],
    [["help", "scna"], "scan"],
    [["generate", "--emitt", "ts"], "--emit"],
    [["generate", "--emitt", "ts"], "--emit"],
    [["scan", "--stagd"], "--staged"],
    [["scan", ".", "--format", "sarf"], "sarif"],
  ] as const) {
    const { exitCode, stderr } = await runHere(words, { folder: scratch() })
    expect([words, exitCode]).toEqual([words, 2])
    expect(stderr).toContain(`Did you mean ${meant}?`)
  }
  const far = await runHere(["something-else"], { folder: scratch() })
  expect(far.stderr).not.toContain("Did you mean")
  expect(far.stderr).not.toContain("something-else")
})

test("--version prints the package's", async () => {
  for (const word of ["--version", "-v", "version"]) {
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
    ["generate", "--emit", secret],
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

test("no value of a foreign file can be a command for a runner of CI, in any format", async () => {
  const hostile = "##[add-mask]x"
  const folder = scratch({
    "client_secrets.json": exampleFile({ client_id: `${hostile} ##vso[task.setvariable]`, project_id: "::add-mask::x" })
      .text,
    "::debug::a/##[group]b.txt": "GOCSPX-NOT_A_REAL_SECRET_0123456789",
  })
  for (const format of ["human", "github", "json", "sarif"]) {
    for (const words of [["inspect"], ["scan", "."], ["doctor"], ["generate", "--out", "src"]]) {
      const { stdout, stderr } = await runHere([...words, "--format", format], { folder })
      expect(stdout + stderr).not.toMatch(/##(\[|vso)/)
      expect((stdout + stderr).split("\n").filter(line => /^\s*::(?!error|warning)/.test(line))).toEqual([])
    }
  }
})

test("GitHub Actions gets annotations by itself, with paths from the top of the repository", async () => {
  const folder = scratch({ ".git/HEAD": "", "app/dist/a.js": "GOCSPX-NOT_A_REAL_SECRET_0123456789" })
  const scan = (environment: Record<string, string>, ...words: string[]) =>
    runHere(["scan", "dist", ...words], { folder: join(folder, "app"), environment })
  const annotation = "::error file=app/dist/a.js,line=1,col=1,title=client-secrets%3A google_client_secret::"
  expect((await scan({ GITHUB_ACTIONS: "true" })).stdout).toContain(annotation)
  // A checkout need not have a repository.
  rmSync(join(folder, ".git"), { recursive: true })
  const workspace = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: folder }
  expect((await scan(workspace)).stdout).toContain(annotation)
  expect((await scan(workspace, "--format", "human")).stdout).toBe("")
})

test("--quiet leaves errors, and what was asked for", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile({ surplus: 1 }).text })
  expect(await runCli(["generate", "-q"], { folder })).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  expect((await runCli(["schema", "--quiet"], { folder })).stdout).toContain("json-schema.org")
  expect((await runCli(["generate", "-q", "missing.json"], { folder })).stderr).toContain("missing.json")
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

const config = `export default { clients: { google: { input: "client_secrets.json" } }, out: "src", emit: ["ts", "mjs", "public"] }`
