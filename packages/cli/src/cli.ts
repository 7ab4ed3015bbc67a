#!/usr/bin/env node
import { runCommandLine } from "./run-command-line.ts"

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on("error", () => process.exit())

runCommandLine(process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  stopSignal() {
    const stop = new AbortController()
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort())
    return stop.signal
  },
}).then(exitCode => {
  // Set, not called: what was written to a pipe is to arrive.
  process.exitCode = exitCode
})
