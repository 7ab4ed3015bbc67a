import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { locateDeno, locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"
import { expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

const built = new URL("../dist/index.js", import.meta.url).href

test("accepts a path, a file: URL and its string for the same file", async () => {
  const folder = scratch({ "with space.json": example })
  const path = join(folder, "with space.json")
  const url = pathToFileURL(path)
  for (const given of [path, url, url.href]) expect(await outcomeOf(fileSource(given))).toEqual({ text: example })
  expect(fileSource("config/client_secrets.json").name).toBe("file config/client_secrets.json")
  expect(fileSource().name).toBe("file client_secrets.json")
})

test("resolves a relative path against the working directory at the time of the read", async () => {
  const before = process.cwd()
  const source = fileSource("secrets/google.json")
  process.chdir(scratch({ "secrets/google.json": example }))
  try {
    expect(await outcomeOf(source)).toEqual({ text: example })
    process.chdir(scratch())
    expect(await outcomeOf(source)).toEqual({ text: undefined })
  } finally {
    process.chdir(before)
  }
})

test("reads the file again each time, and returns no version", async () => {
  const path = join(scratch(), "client_secrets.json")
  const source = fileSource(path)
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  writeFileSync(path, example)
  expect(await outcomeOf(source)).toEqual({ text: example })
  writeFileSync(path, "changed")
  expect(await outcomeOf(source)).toEqual({ text: "changed" })
  expect(source.readSync()).not.toHaveProperty("version")
})

test("reads a file at a path, whoever can write it", async () => {
  const folder = scratch({ "client_secrets.json": example })
  const path = join(folder, "client_secrets.json")
  execFileSync("chmod", ["777", folder, path])
  expect(await outcomeOf(fileSource(path))).toEqual({ text: example })
  expect(await outcomeOf(fileSource(folder))).toMatchObject({ code: "untrusted_location" })
})

test("refuses anything that is not a regular file, without waiting for it", async () => {
  const folder = scratch({ "large.json": "x".repeat(65_537) })
  const at = (name: string) => fileSource(join(folder, name))
  execFileSync("mkfifo", [join(folder, "fifo")])
  symlinkSync("loop", join(folder, "loop"))
  expect(await outcomeOf(at("fifo"), folder)).toEqual({
    code: "unsupported",
    message: "FOLDER/fifo is not a regular file.",
  })
  expect(await outcomeOf(fileSource("/dev/zero"))).toMatchObject({ code: "unsupported" })
  expect(await outcomeOf(at("loop"), folder)).toEqual({
    code: "unsupported",
    message: "FOLDER/loop is a symbolic link that leads back to itself.",
  })
  expect(await outcomeOf(at("large.json"), folder)).toEqual({
    code: "too_large",
    message: "FOLDER/large.json holds more than 65536 bytes.",
  })
  expect(await outcomeOf(fileSource(join(folder, "large.json"), { maxBytes: 65_537 }))).toHaveProperty("text")
})

test.runIf(process.platform === "linux")("reads a file of /proc although its size is 0", async () => {
  expect((await outcomeOf(fileSource("/proc/self/comm"))).text).not.toBe("")
})

test("an aborted read rejects with the caller's reason", async () => {
  const reason = Object.freeze({ why: "the caller's own" })
  await expect(fileSource("x").read({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test.each([
  ["a document", JSON.stringify({ web: { client_secret: "EXAMPLE_NOT_A_REAL_SECRET" } })],
  ["nothing", ""],
  ["a NUL", "a\0b"],
  ["another URL", new URL("https://example.com/client_secrets.json")],
  ["a file: URL of another machine", "file://example.com/client_secrets.json"],
  ["a number", 7 as never],
  ["null", null as never],
])("throws a TypeError for %s as the path", (_, path) => {
  expect(() => fileSource(path)).toThrow(TypeError)
})

test.each([{ maxBytes: 0 }, { maxBytes: 1.5 }, { maxBytes: "65536" as never }, null as never])(
  "throws a TypeError for %o as the options",
  options => {
    expect(() => fileSource("x", options)).toThrow(TypeError)
  },
)

test("ignores inherited options", async () => {
  const path = join(scratch({ "client_secrets.json": example }), "client_secrets.json")
  const shared = Object.prototype as { maxBytes?: number }
  shared.maxBytes = 1
  try {
    expect(await outcomeOf(fileSource(path, {}))).toEqual({ text: example })
  } finally {
    delete shared.maxBytes
  }
})

test("on a runtime without a file system, the read fails, not the call", async () => {
  const source = fileSource("client_secrets.json")
  vi.stubGlobal("process", undefined)
  try {
    await expect(source.read()).rejects.toMatchObject({ code: "unsupported", transient: false })
  } finally {
    vi.unstubAllGlobals()
  }
})

test("no message contains a value, an option, or a path that looks like a secret", async () => {
  const secret = freshSecret()
  const folder = scratch({
    [`${secret}/client_secret_${secret}.json`]: secret,
    [`${secret}.json`]: secret.repeat(3000),
    "client_secrets.json": secret,
  })
  execFileSync("mkfifo", [join(folder, `fifo-${secret}`)])
  symlinkSync(`loop-${secret}`, join(folder, `loop-${secret}`))
  execFileSync("chmod", ["777", folder])
  const sources = [
    fileSource(join(folder, secret)),
    fileSource(join(folder, secret, "client_secrets.json")),
    fileSource(join(folder, `${secret}.json`)),
    fileSource(join(folder, `fifo-${secret}`)),
    fileSource(join(folder, `loop-${secret}`)),
    fileSource(join(folder, secret.repeat(20))),
    fileSource(`~/${secret}`),
    fileSource(folder),
    fileSource(join(folder, "client_secrets.json")),
  ]
  const printed: string[] = []
  const note = (value: unknown) => {
    printed.push(inspect(value, { showHidden: true, depth: 9 }), JSON.stringify(value) ?? "")
    if (value instanceof Error) printed.push(value.message, value.stack ?? "")
  }
  const codes: unknown[] = []
  for (const source of sources) {
    note(source)
    note(JSON.stringify(source.absence?.()))
    const outcome = await source.read().catch(error => error)
    codes.push(outcome?.code)
    if (outcome instanceof Error) note(outcome)
    note(await loadClientSecrets(source).catch(error => error))
  }
  expect(codes).toEqual([
    ...[undefined, undefined, "too_large", "unsupported", "unsupported", "unsupported", undefined],
    "untrusted_location",
    undefined,
  ])
  const document = JSON.stringify({ web: { client_secret: secret } })
  for (const given of [
    document,
    `[${document}]`,
    `https://${secret}.example`,
    `file://host/${secret}`,
    `${secret}\0`,
  ]) {
    try {
      const { read } = fileSource(given.startsWith("https:") ? new URL(given) : given)
      note(await read().catch(error => error))
    } catch (error) {
      note(error)
    }
  }
  assertNoLeak([secret], Object.fromEntries(printed.entries()))
})

test("never reads a half-finished swap of a mounted secret in Kubernetes", { timeout: 60_000 }, async () => {
  const folder = scratch()
  const swapper = spawn(process.execPath, ["-e", swapScript, folder], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = once(swapper, "exit")
  await once(swapper.stdout, "data")
  const source = fileSource(join(folder, "client_secrets.json"))
  const seen = new Set<string>()
  const note = (document: Awaited<ReturnType<typeof source.read>>) => {
    if (document === undefined || !("content" in document)) throw new Error("the file was not there")
    const text = new TextDecoder().decode(document.content as Uint8Array)
    expect(JSON.parse(text)).toMatchObject({ web: { client_secret: "x".repeat(5000) } })
    seen.add(text)
  }
  let running = true
  ended.then(() => {
    running = false
  })
  while (running) {
    note(source.readSync())
    for (const document of await Promise.all(Array.from({ length: 8 }, () => source.read()))) note(document)
  }
  expect((await ended)[0]).toBe(0)
  expect(seen.size).toBeGreaterThan(20)
})

// As kubelet does: a new folder, a link to it renamed over the old link, the old folder removed immediately.
const swapScript = `
  const fs = require("node:fs"), { join } = require("node:path"), folder = process.argv[1]
  let previous
  const swap = round => {
    const version = join(folder, "..version-" + round)
    fs.mkdirSync(version)
    const text = JSON.stringify({ web: { client_id: String(round), client_secret: "x".repeat(5000) } })
    fs.writeFileSync(join(version, "client_secrets.json"), text)
    fs.symlinkSync("..version-" + round, join(folder, "..data_tmp"))
    fs.renameSync(join(folder, "..data_tmp"), join(folder, "..data"))
    if (previous) fs.rmSync(previous, { recursive: true })
    previous = version
    if (round === 0) {
      fs.symlinkSync("..data/client_secrets.json", join(folder, "client_secrets.json"))
      console.log("mounted")
    }
    if (round < 100) setTimeout(swap, 15, round + 1)
  }
  swap(0)
`

// Prints the outcome on a runtime, for a path or without one.
const program = `
  import { fileSource } from ${JSON.stringify(built)}
  const path = JSON.parse(process.argv[2] ?? "null") ?? undefined
  const say = work => work.then(
    document => document && "read " + document.content.length,
    error => error.code + ": " + error.message,
  )
  console.log(await say(fileSource(path).read()))
  console.log(await say((async () => fileSource(path).readSync())()))
`

const denoRows: [grants: string[], path: string | undefined, says: string][] = [
  [["--allow-read=client_secrets.json"], "client_secrets.json", `read ${example.length}`],
  [["--allow-read=other.json"], "client_secrets.json", "denied: Deno: run with --allow-read=client_secrets.json"],
  [[], "./client_secrets.json", "denied: Deno: run with --allow-read=./client_secrets.json"],
  [["--allow-read=."], "client_secrets.json", `read ${example.length}`],
  [["--allow-read=."], "nowhere.json", "undefined"],
  // A search needs the user id, to check the owner of the file.
  [[], undefined, "denied: Deno: run with --allow-read=."],
  [
    ["--allow-read=."],
    undefined,
    "denied: Deno: run with --allow-sys=uid, so that it can be seen whose file was found. Or pass the file's path.",
  ],
  [["--allow-read=.", "--allow-sys=uid"], undefined, `read ${example.length}`],
  [["--allow-all"], undefined, `read ${example.length}`],
]

test.each(denoRows)("Deno with %j, path %s", async (grants, path, says) => {
  const file = locateDeno()
  if (file === undefined) throw new Error("Deno is not installed")
  const folder = scratch({ "client_secrets.json": example, "program.mjs": program })
  const args = [
    "run",
    "--no-prompt",
    "--no-config",
    "--no-remote",
    ...grants,
    "program.mjs",
    JSON.stringify(path ?? null),
  ]
  const { output } = await runProgram({ file, args, folder, environment: {} })
  expect(output.trim().split("\n")).toEqual([says, says])
})

test("names a missing permission of Node, too", async () => {
  const file = locateNode(26)
  if (file === undefined) throw new Error("Node 26 is not installed")
  const folder = scratch({ "client_secrets.json": example, "program.mjs": program })
  const run = async (...grants: string[]) => {
    const flags = ["--permission", `--allow-fs-read=${join(folder, "program.mjs")}`]
    flags.push(`--allow-fs-read=${new URL("..", import.meta.url).pathname}`, ...grants)
    const args = [...flags, "program.mjs", JSON.stringify("client_secrets.json")]
    return (await runProgram({ file, args, folder, environment: {} })).output.trim().split("\n")
  }
  const refusal = "denied: Node: run with --allow-fs-read=client_secrets.json"
  expect(await run()).toEqual([refusal, refusal])
  const granted = `read ${example.length}`
  expect(await run(`--allow-fs-read=${join(folder, "client_secrets.json")}`)).toEqual([granted, granted])
})
