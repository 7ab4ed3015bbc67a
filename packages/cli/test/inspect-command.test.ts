import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

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

test("a value that only looks wrong is accepted by its code, which the hint names", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile({ client_secret: "YOUR_CLIENT_SECRET" }).text })
  const refused = await runHere(["inspect"], { folder })
  expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("pass --accept placeholder")])
  const accepted = await runHere(["inspect", "--accept", "placeholder"], { folder })
  expect([accepted.exitCode, accepted.stderr]).toEqual([0, expect.stringContaining("warning[placeholder]")])
  expect((await runHere(["inspect", "--accept", "not_json"], { folder })).exitCode).toBe(2)
})

test("a problem of variables has no place in a text that nobody wrote", async () => {
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
