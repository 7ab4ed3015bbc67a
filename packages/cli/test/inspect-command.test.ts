import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

test("says of each member what it is and why, and shows no value of a secret one", async () => {
  const { text, secret } = exampleFile({
    registration_token: "unknown-member-value",
    [`${"A".repeat(12)}b9`]: 1,
  })
  const folder = scratch({ "client_secrets.json": text })
  const { exitCode, stdout, stderr } = await runCli(["inspect"], { folder })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^web client$/m)
  expect(stdout).toMatch(/^ {2}client_id +public +1234-example/m)
  expect(stdout).toMatch(/^ {2}client_secret +secret +\[redacted\]$/m)
  expect(stdout).toMatch(/^ {2}registration_token +secret +\[redacted\]$/m)
  expect(stdout).toMatch(/^ {2}\(1 more\) +secret +\[redacted\]$/m)
  expect(stdout).not.toContain("unknown-member-value")
  assertNoLeak([secret], { stdout, stderr })
  const json = JSON.parse((await runCli(["inspect", "--json"], { folder })).stdout)
  expect(json.members).toContainEqual(expect.objectContaining({ member: "client_id", is: "public" }))
  expect(json.members).toContainEqual(
    expect.objectContaining({ member: "client_secret", is: "secret", value: "[redacted]" }),
  )
})

test("does not show a file that would publish a secret", async () => {
  const { secret } = exampleFile()
  const { text } = exampleFile({ client_id: `GOCSPX-${secret}` })
  const { exitCode, stdout, stderr } = await runCli(["inspect", "-"], { folder: scratch(), stdin: text })
  expect([exitCode, stdout]).toEqual([4, ""])
  assertNoLeak([secret], { stderr })
})

test("runs nothing of the folder: no configuration is loaded", async () => {
  const { text } = exampleFile()
  for (const words of [["inspect"], ["doctor"], ["schema"], ["scan", "."]]) {
    const folder = scratch({ "client_secrets.json": text, "client-secrets.config.mjs": "process.exit(99)" })
    expect((await runCli(words, { folder })).exitCode).toBe(0)
  }
})
