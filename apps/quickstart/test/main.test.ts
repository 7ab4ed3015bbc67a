import { spawnSync } from "node:child_process"
import { readdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { locateNode, scratch } from "@client-secrets/conformance/runtimes"
import { beforeAll, describe, expect, test } from "vitest"

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url))
const example = fileURLToPath(new URL("../client_secrets.json", import.meta.url))

interface Run {
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

// Without this machine's environment, so that a variable of the caller's does not replace the example.
function run(
  args: readonly string[],
  { node = process.execPath, env = {} as NodeJS.ProcessEnv, cwd = tmpdir() } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(node, [program, ...args], { cwd, env, encoding: "utf8" })
  return { status, output: stdout, errors: stderr }
}

function file(secret: string, changes: Record<string, unknown> = {}): string {
  const members = {
    client_id: "1234567890-own.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["http://127.0.0.1:9000/callback"],
    auth_uri: "https://login.example.com/authorize",
    token_uri: "https://login.example.com/token",
  }
  return JSON.stringify({ installed: { ...members, ...changes } })
}

describe("without a file", () => {
  let example: Run
  beforeAll(() => {
    example = run([])
  })

  test("loads the example from every kind of source, and prints a table", () => {
    expect(example.status).toBe(0)
    expect(example.errors).toBe("")
    const lines = example.output.split("\n").filter(line => / \[redacted\] /.test(line))
    expect(lines).toHaveLength(22)
    for (const line of lines) expect(line).toMatch(/ web +123\S+com +\[redacted\] +http:\/\/localhost:3000\/cb$/)
    for (const place of [
      "file",
      "bytes",
      "chain",
      "environment",
      "systemd",
      ".env",
      "generated module",
      "Cloudflare KV",
      "Google Secret Manager",
      "Vault",
      "Azure",
      "AWS Secrets Manager, SDK",
      "AWS Secrets Manager, agent",
    ]) {
      expect(example.output).toContain(place)
    }
  })

  test("shows the messages for a broken file, with positions and without its values", () => {
    for (const issue of [
      /3:18 client_id/,
      /6:18 token_uri/,
      /7:5 redirect_urls/,
      /8:5 client_secret/,
      /8:22 client_secret/,
    ])
      expect(example.output).toMatch(issue)
    expect(example.output).not.toMatch(/EXAMPLE|YOUR_CLIENT|quickstart\.apps\.googleusercontent\.com /)
  })

  test("names the places it looked in if the file does not exist, and says what to do", () => {
    expect(example.output).toMatch(/GOOGLE_CLIENT_SECRETS.*nowhere\.json/)
    expect(example.output).toContain("npm start -- ")
    expect(example.output).toContain("npm install client-secrets")
  })

  test("prints plain text, with a table of at most 100 columns", () => {
    expect(example.output).not.toContain("\u001b")
    // Except messages and the path of the example, which depends on the path of this checkout.
    const lines = example.output
      .split("\n")
      .filter(line => !/apps\/quickstart\/|^(- | {2}[A-Z]|No client file)/.test(line))
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100)
  })

  test("leaves no folder", () => {
    const folder = scratch()
    expect(run([], { env: { TMPDIR: folder } }).status).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  })

  test("reads neither the environment nor the folder in which it is started", () => {
    const cwd = scratch({ "client_secrets.json": "{", ".env": "GOOGLE_CLIENT_SECRETS={" })
    const { status, output } = run([], {
      cwd,
      env: { GOOGLE_CLIENT_SECRETS: "{", HTTP_PROXY: "http://127.0.0.1:9", NEXT_PUBLIC_GOOGLE_CLIENT_SECRET: "x" },
    })
    expect([status, output.match(/ \[redacted\] /g)?.length]).toEqual([0, 22])
  })
})

const node20 = locateNode(20)

test.skipIf(node20 === undefined)("runs on Node 20, the oldest supported version", () => {
  const { status, output, errors } = run([], { node: node20! })
  expect([status, errors, output.match(/ \[redacted\] /g)?.length]).toEqual([0, "", 22])
})

describe("with a file", () => {
  test.each<[string, (text: string) => string | Uint8Array]>([
    ["UTF-8", text => text],
    ["UTF-16", text => Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("in %s is loaded from every kind of source", (_, encode) => {
    const secret = freshSecret()
    const cwd = scratch()
    writeFileSync(join(cwd, "own.json"), encode(file(secret)))
    const { status, output, errors } = run(["own.json"], { cwd })
    expect([status, errors]).toEqual([0, ""])
    expect(output.match(/ installed +123\S+com +\[redacted\] +http:\/\/127\.0\.0\.1:9000\/callback$/gm)).toHaveLength(
      22,
    )
    expect(findLeaks([secret], { output, errors })).toEqual([])
  })

  test("prints each redirect URI unabridged, one per line", () => {
    const uris = ["http://127.0.0.1:9000/callback", `http://127.0.0.1:9000/${"a-long-path/".repeat(10)}callback`]
    const cwd = scratch({ "own.json": file("EXAMPLE_NOT_A_REAL_SECRET", { redirect_uris: uris }) })
    const { status, output } = run(["own.json"], { cwd })
    expect(status).toBe(0)
    for (const uri of uris) expect(output.split("\n").filter(line => line.endsWith(` ${uri}`))).toHaveLength(22)
  })

  test("prints the warnings of a valid file", () => {
    const cwd = scratch({
      "own.json": file("EXAMPLE_NOT_A_REAL_SECRET", { redirect_uris: ["http://app.example.com/"] }),
    })
    const { status, output } = run(["own.json"], { cwd })
    expect(status).toBe(0)
    expect(output).toMatch(/uses plain http/)
  })

  test("prints the whole diagnosis of an invalid one, and exits with 1", () => {
    const secret = freshSecret()
    const cwd = scratch({
      "own.json": file(`${secret} `, { client_id: undefined, clientId: "x", auth_uri: "http://a.example.com/" }),
    })
    const { status, output, errors } = run(["own.json"], { cwd })
    expect(status).toBe(1)
    expect(output).toBe("")
    for (const issue of [/client_secret ends with a space/, /clientId .* client_id/, /auth_uri uses http/])
      expect(errors).toMatch(issue)
    expect(findLeaks([secret], { output, errors })).toEqual([])
  })

  test.each([
    ["that does not exist", "missing.json", /missing\.json/],
    ["that is a service account's key", "key.json", /service account/],
    ["that is empty", "empty.json", /is empty/],
    ["that is truncated", "cut.json", /1:\d+ /],
  ])("%s exits with 1", (_, name, want) => {
    const cwd = scratch({
      "key.json": JSON.stringify({ type: "service_account", private_key: "EXAMPLE", client_id: "1" }),
      "empty.json": "",
      "cut.json": file("EXAMPLE_NOT_A_REAL_SECRET").slice(0, -9),
    })
    const { status, output, errors } = run([name], { cwd })
    expect([status, output]).toEqual([1, ""])
    expect(errors).toMatch(want)
    expect(errors).not.toContain("EXAMPLE")
  })

  test("accepts the folder that contains it, too", () => {
    const cwd = scratch({ "client_secrets.json": file("EXAMPLE_NOT_A_REAL_SECRET") })
    const { status, output } = run(["."], { cwd })
    expect([status, output]).toEqual([0, expect.stringMatching(/^file \., loaded from every kind of source/)])
  })

  test("does not print a path that could be a secret", () => {
    const name = "\u001b[31m\u202e{EXAMPLE}.json"
    const { status, output } = run([name], { cwd: scratch({ [name]: file("EXAMPLE_NOT_A_REAL_SECRET") }) })
    expect(status).toBe(0)
    expect(output).not.toMatch(/\u001b|\u202e|EXAMPLE/)
  })
})

test("prints its usage", () => {
  expect(run(["--help"])).toMatchObject({ status: 0, output: expect.stringContaining("npm start -- ") })
  expect(run(["a", "b"])).toMatchObject({ status: 2, errors: expect.stringContaining("npm start -- ") })
  expect(run(["--nonsense"]).status).toBe(2)
  expect(run([example]).status).toBe(0)
})
