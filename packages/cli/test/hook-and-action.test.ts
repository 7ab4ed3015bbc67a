import { execFile, execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { parse } from "yaml"
import { binary, exampleFile } from "./run-cli.ts"

const root = new URL("../../../", import.meta.url)
const read = (name: string) => parse(readFileSync(new URL(name, root), "utf8"))

interface Ended {
  readonly exitCode: number
  readonly output: string
}

/** Runs a script with an npx that has this build, and returns which package was requested. */
function run(folder: string, script: string, variables: Record<string, string> = {}): Promise<Ended> {
  const bin = scratch()
  const npx = `#!/bin/sh\nshift\necho "asked for $1" >&2\nshift\nexec "${process.execPath}" "${binary}" "$@"\n`
  writeFileSync(join(bin, "npx"), npx, { mode: 0o755 })
  const env = { PATH: `${bin}:${process.env["PATH"]}`, HOME: folder, ...variables }
  return new Promise(resolve => {
    execFile(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      { cwd: folder, env },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr })
      },
    )
  })
}

test("the hook refuses a commit with a secret and allows others, with and without a client file", async () => {
  const [hook] = read(".pre-commit-hooks.yaml")
  expect(hook).toMatchObject({ language: "system", pass_filenames: false, always_run: true })
  const { text, secret } = exampleFile()
  for (const files of [{ "client_secrets.json": text }, {}]) {
    const folder = scratch({
      ...files,
      ".gitignore": "client_secret*.json\n",
      "clean.js": "clean",
      "leak.js": `"${secret}"`,
    })
    writeFileSync(join(folder, "google.js"), '"GOCSPX-NOT_A_REAL_SECRET_0123456789"')
    execFileSync("git", ["init", "-q"], { cwd: folder })
    writeFileSync(join(folder, ".git/hooks/pre-commit"), `#!/bin/sh\n${hook.entry}\n`, { mode: 0o755 })
    const commit = (name: string) =>
      run(
        folder,
        `code=0; git add ${name}; git -c user.name=a -c user.email=a@example.com commit -q -m a || code=$?; git rm -q --cached --ignore-unmatch ${name}; exit $code`,
      )
    expect((await commit("clean.js")).exitCode).toBe(0)
    const google = await commit("google.js")
    expect([google.exitCode, google.output]).toEqual([1, expect.stringContaining("google.js")])
    const leak = await commit("leak.js")
    // Without the client file, only values that look like a secret are found.
    expect([leak.exitCode, leak.output]).toEqual([
      Object.hasOwn(files, "client_secrets.json") ? 1 : 0,
      expect.anything(),
    ])
    assertNoLeak([secret], { output: leak.output })
    expect(execFileSync("git", ["log", "--format=%s"], { cwd: folder, encoding: "utf8" })).toContain("a")
  }
})

test("the steps of the action print annotations, set the exit code and write SARIF", async () => {
  const action = read("action.yml")
  expect(action.runs.using).toBe("composite")
  const [step] = action.runs.steps
  const defaults = Object.fromEntries(
    Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [name, input.default]),
  )
  const runAction = async (folder: string, inputs: Record<string, string> = {}) => {
    const given: Record<string, string> = { ...defaults, ...inputs }
    // The runner replaces ${{ inputs.NAME }}.
    const variables = Object.fromEntries(
      Object.entries<string>(step.env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => given[input]!),
      ]),
    )
    const outputs = join(folder, "..", `outputs-${Math.random()}`)
    const ended = await run(folder, step.run, {
      ...variables,
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: outputs,
    })
    return { ...ended, outputs: readFileSync(outputs, "utf8") }
  }
  const folder = scratch({ "dist/a b.js": '"GOCSPX-NOT_A_REAL_SECRET_0123456789"', "src/a.js": "" })
  const found = await runAction(folder, { arguments: "dist/a b.js\n", "sarif-file": "found.sarif", version: "1.2.3" })
  expect([found.exitCode, found.outputs]).toEqual([4, "exit-code=4\n"])
  expect(found.output).toContain("asked for client-secrets@1.2.3")
  expect(found.output).toContain("::error file=dist/a b.js,line=1,")
  expect(JSON.parse(readFileSync(join(folder, "found.sarif"), "utf8")).runs[0].results).toHaveLength(1)
  expect((await runAction(folder, { arguments: "src" })).exitCode).toBe(0)
  // An input is never part of the script.
  const hostile = await runAction(folder, {
    arguments: "$(touch ran)\n`touch ran`\n;touch ran",
    command: "scan;touch ran",
  })
  expect([hostile.exitCode, existsSync(join(folder, "ran"))]).toEqual([2, false])
})
