#!/usr/bin/env node
import { commands } from "./commands/commands.ts"
import { exitCode } from "./exit-code.ts"
import { standardOutput } from "./report/standard-output.ts"

const words = process.argv.slice(2)
const [name = ""] = words
// Without a command there is only help to print.
const { runCommandLine } = Object.hasOwn(commands, name)
  ? await commands[name]!.loadGroup()
  : await import("./run-command-line.ts")

// A configuration is code: it may end the process, or wait for what never happens. Then nothing was checked, and 0 would say it was.
const endedEarly =
  "error: The command ended before its work was done.\n  Probably the configuration ended the process, or waits for something that never happens.\n"
let isDone = false
process.on("exit", code => {
  if (isDone || code !== exitCode.ok) return
  process.exitCode = exitCode.io
  standardOutput("stderr").write(endedEarly)
})

// What is watched is not watched further if nobody reads the output.
const closed = new AbortController()
const onClosed = (): void => closed.abort()

const folder = workingDirectory()
if (folder === undefined) {
  standardOutput("stderr").write("error: The working directory no longer exists.\n  Change to a folder that exists.\n")
  process.exit(exitCode.io)
}

runCommandLine(words, {
  folder,
  environment: process.env,
  stdin: () => process.stdin,
  stdout: standardOutput("stdout", onClosed),
  stderr: standardOutput("stderr", onClosed),
  stopSignal() {
    const stop = new AbortController()
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort())
    return AbortSignal.any([stop.signal, closed.signal])
  },
}).then(code => {
  isDone = true
  // Set, not called, so that everything written to a terminal arrives.
  process.exitCode = code
})

function workingDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
