import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecretsSync } from "@client-secrets/core"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { parse as parseByDotenvx } from "@dotenvx/dotenvx"
import { parse as parseByDotenv } from "dotenv"
import { describe, expect, test, vi } from "vitest"
import { decodeDotenv } from "../src/decode-dotenv.ts"
import { outcomeOf } from "./example.ts"

const folder = join(import.meta.dirname, "field")
const parsers = { dotenv: parseByDotenv, dotenvx: parseByDotenvx, node: parseEnv }

type Verdict = "read" | "refused"

// Files as people wrote them, and the result of each with the three parsers.
const verdicts: Readonly<Record<string, Readonly<Record<keyof typeof parsers, Verdict>>>> = {
  "backtick-pretty.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "base64-wrapped-dq.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "base64-wrapped-unquoted.env": { dotenv: "refused", dotenvx: "refused", node: "refused" },
  "dollar.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "double-pretty-raw.env": { dotenv: "refused", dotenvx: "refused", node: "refused" },
  "double-raw.env": { dotenv: "read", dotenvx: "read", node: "refused" },
  "escaped-double.env": { dotenv: "refused", dotenvx: "refused", node: "refused" },
  "single-CRLF.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "single-apostrophe.env": { dotenv: "read", dotenvx: "read", node: "refused" },
  "single-big-pretty.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "single-inline-comment.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "single-pretty.env": { dotenv: "read", dotenvx: "read", node: "read" },
  "unquoted-hash.env": { dotenv: "refused", dotenvx: "refused", node: "refused" },
  "unquoted-pretty.env": { dotenv: "refused", dotenvx: "refused", node: "refused" },
  "unquoted.env": { dotenv: "read", dotenvx: "read", node: "read" },
}

test("the table contains every file", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(verdicts))
})

describe.each(Object.entries(verdicts))("%s", (file, expected) => {
  test.each(Object.keys(parsers) as (keyof typeof parsers)[])("parsed by %s", name => {
    const source = dotenvSource(join(folder, file), { parse: parsers[name] })
    let verdict: Verdict
    try {
      loadClientSecretsSync(source)
      verdict = "read"
    } catch (error) {
      verdict = "refused"
      // It says what probably happened to the value, and what to do.
      expect((error as Error).message).toMatch(/base64|single quotes|Only the first brace|backslashes/)
      expect((error as Error).message).not.toContain("GOCSPX")
    }
    expect(verdict).toBe(expected[name])
  })
})

test("dotenv's own parser is the default", async () => {
  for (const file of Object.keys(verdicts)) {
    const path = join(folder, file)
    expect(await outcomeOf(dotenvSource(path))).toEqual(await outcomeOf(dotenvSource(path, { parse: parseByDotenv })))
  }
})

test("decrypts with dotenvx as the parser", async () => {
  vi.stubEnv("DOTENV_PRIVATE_KEY", "")
  const { execFileSync } = await import("node:child_process")
  const place = scratch({ ".env": "GOOGLE_CLIENT_ID=example\nGOOGLE_CLIENT_SECRET=EXAMPLE_NOT_A_REAL_SECRET\n" })
  const bin = join(import.meta.dirname, "../node_modules/@dotenvx/dotenvx/src/cli/dotenvx.js")
  try {
    execFileSync(process.execPath, [bin, "encrypt", "--quiet"], { cwd: place, stdio: "pipe" })
  } catch {
    return expect.fail("dotenvx could not encrypt")
  }
  const encrypted = readFileSync(join(place, ".env"), "utf8")
  expect(encrypted).toContain("encrypted:")
  const keys = parseByDotenv(readFileSync(join(place, ".env.keys"), "utf8"))
  const privateKey = Object.values(keys)[0]
  const parse = (text: string) => parseByDotenvx(text, { privateKey } as never)
  const { clientSecret } = loadClientSecretsSync(dotenvSource(join(place, ".env"), { parse }))
  expect(clientSecret.reveal()).toBe("EXAMPLE_NOT_A_REAL_SECRET")
  vi.unstubAllEnvs()
})

describe("a faulty parser", () => {
  const at = () => join(scratch({ ".env": "GOOGLE_CLIENT_ID=EXAMPLE_VALUE\n" }), ".env")

  test("does not leak what it throws", async () => {
    const parse = (text: string) => {
      throw new Error(text)
    }
    const outcome = await outcomeOf(dotenvSource(at(), { parse }))
    expect(outcome).toMatchObject({ code: "invalid", message: expect.stringContaining("could not parse") })
    expect(JSON.stringify(outcome)).not.toContain("EXAMPLE_VALUE")
  })

  test.each([undefined, null, "text", 7])("may return %j", async value => {
    expect(await outcomeOf(dotenvSource(at(), { parse: (() => value) as never }))).toMatchObject({ code: "invalid" })
  })

  test.each([null, "dotenvx", {}])("may be %j", parse => {
    if (parse === null) return expect(() => dotenvSource(".env", { parse } as never)).not.toThrow()
    expect(() => dotenvSource(".env", { parse } as never)).toThrow(/^The option parse must be a function; received /)
  })
})

describe("the encoding of the file", () => {
  const line = "GOOGLE_CLIENT_ID=exämple\n"
  const write = (bytes: Uint8Array) => {
    const path = join(scratch(), ".env")
    writeFileSync(path, bytes)
    return dotenvSource(path)
  }

  test("reads UTF-8 and UTF-16 with a byte order mark", async () => {
    const bigEndian = Buffer.from(`\ufeff${line}`, "utf16le").swap16()
    for (const bytes of [
      Buffer.from(line),
      Buffer.from(`\ufeff${line}`),
      Buffer.from(`\ufeff${line}`, "utf16le"),
      bigEndian,
    ]) {
      expect(await outcomeOf(write(bytes))).toEqual({ client_id: "exämple", redirect_uris: [], partial: true })
    }
  })

  test("names UTF-16 without a byte order mark, and bytes that are not text", async () => {
    const message = (text: string) => ({ code: "invalid", message: expect.stringContaining(text) })
    expect(await outcomeOf(write(Buffer.from("A=1\n", "utf16le")))).toEqual(
      message("it is probably UTF-16. Save it as UTF-8."),
    )
    expect(await outcomeOf(write(Buffer.from(line, "latin1")))).toEqual(
      message("is not text in UTF-8. Save it as UTF-8."),
    )
    expect(await outcomeOf(write(Buffer.from([0xff, 0xfe, 0x00, 0xd8])))).toEqual(message("is not text in UTF-16LE."))
  })
})

test("refuses a file for which dotenv needs quadratic time", async () => {
  for (const blank of ["\n", "\r\n", " ", "\t", "\u2028", "\u00a0"]) {
    const few = `GOOGLE_CLIENT_ID=a\n${blank.repeat(200 / blank.length)}X=1\n`
    expect(decodeDotenv(Buffer.from(few.replace("a\n", "a")))).toBeTypeOf("string")
    expect(decodeDotenv(Buffer.from(`GOOGLE_CLIENT_ID=a${blank.repeat(201)}X=1\n`))).toHaveProperty("fault")
    const many = `GOOGLE_CLIENT_ID=a\n${blank.repeat(60_000 / Buffer.byteLength(blank))}X=1\n`
    const path = join(scratch({ ".env": many }), ".env")
    expect(await outcomeOf(dotenvSource(path))).toEqual({
      code: "invalid",
      message: expect.stringContaining("has more than 200 blank characters or lines in a row. Remove them."),
    })
  }
})
