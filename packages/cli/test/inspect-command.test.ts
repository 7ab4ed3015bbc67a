import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

test("explains each member, and shows no value of a secret one", async () => {
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

test("does not show a file that would expose a secret", async () => {
  const { secret } = exampleFile()
  const { text } = exampleFile({ client_id: `GOCSPX-${secret}` })
  const { exitCode, stdout, stderr } = await runCli(["inspect", "-"], { folder: scratch(), stdin: text })
  expect([exitCode, stdout]).toEqual([4, ""])
  assertNoLeak([secret], { stderr })
})

test("says in terms of the command line what is wrong with an input that is not a file", async () => {
  const secret = freshSecret()
  const folder = scratch({ "large.json": "x".repeat(70_000), "folder/": "" })
  for (const [words, exitCode, message] of [
    [["env:NOT_SET"], 5, "error: The variable NOT_SET is not set.\n"],
    [["env:lower"], 2, "error: env: must be followed by the name of a variable, in capitals.\n"],
    [[`env:${secret}`], 2, "error: env: must be followed by the name of a variable, in capitals.\n"],
    [["env:"], 2, "error: env: must be followed by the name of a variable, in capitals.\n"],
    [["large.json"], 3, "error: large.json holds more than 65536 bytes.\n"],
  ] as const) {
    const result = await runCli(["inspect", ...words], { folder })
    expect([words, result.exitCode, result.stderr]).toEqual([words, exitCode, expect.stringContaining(message)])
    expect(result.stderr).not.toContain("bindingSource")
    assertNoLeak([secret], { stderr: result.stderr })
  }
  const large = await runCli(["inspect", "-"], { folder, stdin: "x".repeat(70_000) })
  expect([large.exitCode, large.stderr]).toEqual([3, "error: stdin holds more than 65536 bytes.\n"])
})

test("the hint for another client type names the option of the command line, and works", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  const { exitCode, stderr } = await runHere(["inspect", "--type", "installed"], { folder })
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining("If this is the right file, pass --type web.")])
  expect((await runHere(["inspect", "--type", "web"], { folder })).exitCode).toBe(0)
})

test("executes nothing in the folder: it loads no configuration", async () => {
  const { text } = exampleFile()
  for (const words of [["inspect"], ["doctor"], ["schema"], ["scan", "."]]) {
    const folder = scratch({ "client_secrets.json": text, "client-secrets.config.mjs": "process.exit(99)" })
    expect((await runCli(words, { folder })).exitCode).toBe(0)
  }
})

test("accepts a value that only looks wrong by its code, which the hint names", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile({ client_secret: "YOUR_CLIENT_SECRET" }).text })
  const refused = await runHere(["inspect"], { folder })
  expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("pass --accept placeholder")])
  const accepted = await runHere(["inspect", "--accept", "placeholder"], { folder })
  expect([accepted.exitCode, accepted.stderr]).toEqual([0, expect.stringContaining("warning[placeholder]")])
  expect((await runHere(["inspect", "--accept", "not_json"], { folder })).exitCode).toBe(2)
})

test("shows no position for a problem in variables", async () => {
  const environment = {
    GOOGLE_CLIENT_ID: "1234-example.apps.googleusercontent.com",
    GOOGLE_CLIENT_SECRET: "YOUR_CLIENT_SECRET",
    GOOGLE_REDIRECT_URIS: "https://app.example.com/callback",
  }
  const { exitCode, stderr } = await runHere(["inspect", "env:GOOGLE_CLIENT_SECRETS"], {
    folder: scratch(),
    environment,
  })
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^env:GOOGLE_CLIENT_SECRETS:? /)
  expect(stderr).not.toMatch(/\d+ \|/)
})

test("accepts an id and a secret in variables as a client without redirect URIs, as loading does", async () => {
  const environment = {
    GOOGLE_CLIENT_ID: "1234-example.apps.googleusercontent.com",
    GOOGLE_CLIENT_SECRET: "EXAMPLE_NOT_A_REAL_SECRET",
  }
  for (const command of ["inspect", "doctor"]) {
    const run = await runHere([command, "env:GOOGLE_CLIENT_SECRETS"], { folder: scratch(), environment })
    expect([command, run.exitCode, run.stderr]).toEqual([command, 0, ""])
  }
})
