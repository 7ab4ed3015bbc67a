import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"

// It writes two megabytes, more than any pipe buffers.
const program = fileURLToPath(new URL("fixtures/write-much.ts", import.meta.url))
const lines = Array.from({ length: 20_000 }, (_, line) => `${String(line).padStart(99, ".")}\n`).join("")

function start(...words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] })
}

async function textOf(stream: Readable): Promise<string> {
  let text = ""
  for await (const part of stream.setEncoding("utf8")) text += part
  return text
}

test("a reader that begins late receives everything, even through a pipe that another process has made non-blocking", async () => {
  // Once the child runs, since starting it makes the pipe blocking.
  const launcher = `
    const child = require("node:child_process").spawn(process.execPath, [${JSON.stringify(program)}], { stdio: "inherit" })
    child.on("exit", code => { process.exitCode = code })
    process.stdout.write("")
  `
  for (const words of [[program], ["-e", launcher]]) {
    const child = start(...words)
    const complaints = textOf(child.stderr)
    await new Promise(resolve => setTimeout(resolve, 700))
    const [output] = await Promise.all([textOf(child.stdout), once(child, "exit")])
    expect([output === lines, await complaints, child.exitCode]).toEqual([true, "all was written\n", 0])
  }
})

test("goes on without an error if the reader closes the pipe", async () => {
  const child = start(program)
  const complaints = textOf(child.stderr)
  child.stdout.once("data", () => child.stdout.destroy())
  await once(child, "exit")
  expect([await complaints, child.exitCode]).toEqual(["all was written\n", 0])
})

test("writes to a file", async () => {
  const path = join(scratch(), "output.txt")
  const file = openSync(path, "w")
  const child = spawn(process.execPath, [program], { stdio: ["ignore", file, "ignore"] })
  await once(child, "exit")
  closeSync(file)
  expect([readFileSync(path, "utf8") === lines, child.exitCode]).toEqual([true, 0])
})

if (process.platform === "linux") {
  test("exits with 5 if the disk is full", async () => {
    const full = openSync("/dev/full", "w")
    const child = spawn(process.execPath, [program], { stdio: ["ignore", full, "ignore"] })
    await once(child, "exit")
    closeSync(full)
    expect(child.exitCode).toBe(5)
  })
}
