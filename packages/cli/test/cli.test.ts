import { execFileSync } from "node:child_process"
import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assertNoLeak } from "@client-secrets/conformance"
import { locateNode, scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { commonOptions } from "../src/arguments/help.ts"
import { parseArguments } from "../src/arguments/parse-arguments.ts"
import { commands as commandTable } from "../src/commands/commands.ts"
import { codeExplanations } from "../src/report/code-explanations.ts"
import { humanReporter } from "../src/report/human-reporter.ts"
import { withTypedCommands } from "../src/report/typed-commands.ts"
import { binary, exampleFile, runCli, runHere } from "./run-cli.ts"

const commands = Object.keys(commandTable)

test("a working directory that was removed is reported in a sentence", () => {
  const folder = scratch({})
  const script = 'cd "$1" && rmdir "$1" && { "$2" "$3" doctor 2>&1; echo "exit code $?"; }'
  const printed = execFileSync("sh", ["-c", script, "sh", folder, process.execPath, binary], { encoding: "utf8" })
  expect(printed).toBe(
    "error: The working directory no longer exists.\n  Change to a folder that exists.\nexit code 5\n",
  )
})

test("a folder that may not be read is not reported as a bug", async () => {
  const folder = scratch({ "package.json": "{}" })
  chmodSync(folder, 0o333)
  const { exitCode, stderr } = await runCli(["init"], { folder, unprivileged: true })
  chmodSync(folder, 0o755)
  expect(exitCode).toBe(5)
  expect(stderr).toMatch(/^error: .* could not be used: EACCES\.\n {2}Check that it exists/)
})

test("setup does not wait for a download in a folder that it may not read", async () => {
  const folder = scratch({ "closed/": "" })
  chmodSync(join(folder, "closed"), 0o333)
  const words = ["setup", "--timeout", "0.02", "--downloads", "closed"]
  const { exitCode, stderr } = await runCli(words, { folder, unprivileged: true })
  chmodSync(join(folder, "closed"), 0o755)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error: The folder .*closed could not be read: EACCES\./)
})

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

test("every example in a help text is a valid command line", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  for (const [name, { loadGroup }] of Object.entries(commandTable)) {
    const { examples, options } = (await loadGroup()).commands[name]!
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      const [command, ...words] = example.split(/ [<>] /)[0]!.split(" ")
      expect(command).toBe(name)
      expect(() => parseArguments(words, { ...options, ...commonOptions })).not.toThrow()
    }
  }
  expect((await runHere(["help", "foo"], { folder })).exitCode).toBe(2)
})

test("suggests a similar command, option or choice, and does not repeat what was typed", async () => {
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

test("--version prints the version of the package", async () => {
  for (const word of ["--version", "-v", "version"]) {
    expect((await runCli([word], { folder: scratch() })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  }
})

test("exits with 2 for an invalid command line, and does not repeat it", async () => {
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

test("refuses options that contradict each other, instead of choosing one of them", async () => {
  const { text } = exampleFile({}, "installed")
  const folder = scratch({ "client_secrets.json": text })
  const before = readdirSync(folder)
  const twoFormats = "--json is the same as --format json, so it cannot be combined with another --format."
  const refusals: readonly (readonly [words: readonly string[], message: string])[] = [
    [["scan", ".", "--format", "human", "--json"], twoFormats],
    [["inspect", "--json", "--format=github"], twoFormats],
    [["doctor", "--format", "human", "--json"], twoFormats],
    [["generate", "--inline-secret", "--secret", "none"], "--inline-secret and --secret contradict each other"],
    [["check", "--secret", "env:NAME", "--inline-secret"], "--inline-secret and --secret contradict each other"],
    [["keychain", "remove", "--keep-file"], "--keep-file belongs to keychain add"],
  ]
  for (const [words, message] of refusals) {
    const { exitCode, stdout, stderr } = await runHere(words, { folder })
    expect([words, exitCode, stdout + stderr]).toEqual([words, 2, expect.stringContaining(message)])
  }
  expect(readdirSync(folder)).toEqual(before)
  expect((await runHere(["inspect", "--format", "json", "--json"], { folder })).exitCode).toBe(0)
})

test("refuses a SARIF log of a command whose result the log could not hold", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  for (const command of ["schema", "explain", "token", "accounts"]) {
    const { exitCode, stdout } = await runHere([command, "--format", "sarif"], { folder })
    expect([command, exitCode]).toEqual([command, 2])
    const [{ results }] = JSON.parse(stdout).runs
    expect(results[0].message.text).toBe(
      `A SARIF log only holds problems, not what ${command} prints. Use --format json.`,
    )
  }
})

test("--json prints one object and nothing else, even for an invalid command line", async () => {
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

test("no value of a foreign file can be a command for a CI runner, in any format", async () => {
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

test("writes the commands of hints as they are typed in the project", async () => {
  const { text } = exampleFile()
  for (const [files, run] of [
    [{}, "npx"],
    [{ "pnpm-lock.yaml": "" }, "pnpm dlx"],
    [{ "pnpm-lock.yaml": "", "node_modules/client-secrets/package.json": "{}" }, "pnpm exec"],
    [{ "yarn.lock": "", "node_modules/client-secrets/package.json": "{}" }, "yarn"],
    [{ "bun.lock": "" }, "bunx"],
  ] as const) {
    const folder = scratch({ ...files, "client_secrets.json": text })
    for (const [words, hint] of [
      [["scan"], "For example: RUN client-secrets scan dist"],
      [["--json", "scan"], "For example: RUN client-secrets scan dist --quiet"],
      [["keychain"], "For example: RUN client-secrets keychain add"],
      [["explain", "something"], "Run RUN client-secrets explain to list them."],
      [["accounts"], "Nobody is signed in. Run RUN client-secrets login."],
      [["accounts", "--app", "my-app"], "Run RUN client-secrets login --app my-app."],
      [["token", "--account", "work"], "Run RUN client-secrets login --account work."],
    ] as const) {
      const { stdout, stderr } = await runHere(words, { folder, environment: { HOME: folder, XDG_STATE_HOME: folder } })
      expect(stdout + stderr).toContain(hint.replace("RUN", run))
      expect(stdout + stderr).not.toContain(`${run} ${run}`)
    }
  }
})

test("names packages to install by the project's package manager", () => {
  const notes: string[] = []
  const folder = scratch({ "pnpm-lock.yaml": "" })
  const silent = { ...humanReporter(reporterOptions(folder)), note: (text: string) => notes.push(text) }
  const reporter = withTypedCommands(silent, { folder, environment: {} })
  reporter.note("This needs a package: npm install @napi-rs/keyring")
  reporter.note("npm install --save-dev client-secrets, pnpm install, and what client-secrets exports")
  expect(notes).toEqual([
    "This needs a package: pnpm add @napi-rs/keyring",
    "pnpm add --save-dev client-secrets, pnpm install, and what client-secrets exports",
  ])
  const denoFolder = scratch({ "deno.json": "{}" })
  withTypedCommands(silent, { folder: denoFolder, environment: {} }).note("npm install @napi-rs/keyring")
  expect(notes.at(-1)).toBe("deno add npm:@napi-rs/keyring")
})

function reporterOptions(folder: string) {
  const nowhere = { write: () => {} }
  return { command: "scan", folder, quiet: false, stdout: nowhere, stderr: nowhere, environment: {} }
}

test("says that options are written after the command, and what was probably meant", async () => {
  const folder = scratch()
  const early = await runHere(["--quiet", "scan", "dist"], { folder })
  expect([early.exitCode, early.stderr]).toEqual([2, expect.stringContaining("Options are written after the command.")])
  const action = await runHere(["keychain", "ad"], { folder })
  expect([action.exitCode, action.stderr]).toEqual([2, expect.stringContaining("Did you mean add?")])
})

test("says how to pass several values, and knows help for help", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  const { exitCode, stderr } = await runHere(["generate", "--emit", "ts,public"], { folder })
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("Repeat the option: --emit ts --emit public")])
  expect(await runHere(["help", "help"], { folder })).toEqual(await runHere(["--help"], { folder }))
})

test("explain knows each code that a command may print", () => {
  const known = codeExplanations()
  const sources = fileURLToPath(new URL("../src", import.meta.url))
  const modules = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts"))
    .map(name => readFileSync(join(sources, name), "utf8"))
  const codes = modules.flatMap(code => [...code.matchAll(/\bcode: "(\w+)"|CommandFailure\(\s*"(\w+)"/g)])
  const names = new Set(codes.map(([, one, other]) => one ?? other!))
  expect(names.size).toBeGreaterThan(15)
  expect([...names].filter(name => !known.has(name))).toEqual([])
})

test("prints annotations on GitHub Actions by default, with paths from the top of the repository", async () => {
  const folder = scratch({ ".git/HEAD": "", "app/dist/a.js": "GOCSPX-NOT_A_REAL_SECRET_0123456789" })
  const scan = (environment: Record<string, string>, ...words: string[]) =>
    runHere(["scan", "dist", ...words], { folder: join(folder, "app"), environment })
  const annotation = "::error file=app/dist/a.js,line=1,col=1,title=client-secrets%3A google_client_secret::"
  expect((await scan({ GITHUB_ACTIONS: "true" })).stdout).toContain(annotation)
  // A checkout does not always have a repository.
  rmSync(join(folder, ".git"), { recursive: true })
  const workspace = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: folder }
  expect((await scan(workspace)).stdout).toContain(annotation)
  expect((await scan(workspace, "--format", "human")).stdout).toBe("")
})

test("--quiet keeps errors, and requested output", async () => {
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
