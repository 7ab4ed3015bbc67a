#!/usr/bin/env node
import { runCommandLine } from "./run-command-line.ts"

runCommandLine(process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  stdin: () => process.stdin,
  stdout: {
    get isTTY() {
      return openStdout().isTTY
    },
    write: text => openStdout().write(text),
  },
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

// Node opens its streams when they are first looked at, and most commands write to one of the two.
function openStdout(): NodeJS.WriteStream {
  const { stdout } = process
  // A reader that has seen enough, such as `head`, closes the pipe.
  if (stdout.listenerCount("error") === 0) stdout.on("error", () => process.exit())
  return stdout
}
