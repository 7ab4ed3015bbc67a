import { fstatSync, writeSync } from "node:fs"
import { systemCodeOf } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import type { Output } from "./reporter.ts"

// EOF on Windows.
const codesOfClosedPipe: ReadonlySet<string> = new Set(["EPIPE", "EOF"])

/**
 * The streams of the process. A file or a pipe is written to directly, since opening one of Node's streams loads its network
 * modules, which takes a tenth of a short run. A terminal gets the stream, which knows its width.
 *
 * @param onClosed called when a reader that stops reading, such as `head`, has closed the pipe
 */
export function standardOutput(name: "stdout" | "stderr", onClosed: () => void = () => {}): Output {
  const descriptor = name === "stdout" ? 1 : 2
  const fail = (error: unknown): void => {
    // Without a reader the work goes on: the exit code is the result of a search, even if nobody reads the rest.
    if (!codesOfClosedPipe.has(systemCodeOf(error))) process.exit(exitCode.io)
    onClosed()
  }
  if (!isFileOrPipe(descriptor)) return process[name].on("error", fail)
  let isClosed = false
  return {
    write(text) {
      if (isClosed) return
      const error = writeAll(descriptor, text)
      if (error === undefined) return
      isClosed = true
      fail(error)
    },
  }
}

function isFileOrPipe(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor)
    // Node connects its child processes by sockets.
    return status.isFile() || status.isFIFO() || status.isSocket()
  } catch {
    return false
  }
}

/** Writes a string; returns the error that prevented it. */
function writeAll(descriptor: number, text: string): unknown {
  let unwritten = Buffer.from(text)
  while (unwritten.length > 0) {
    try {
      unwritten = unwritten.subarray(writeSync(descriptor, unwritten))
    } catch (error) {
      // Another process that writes to the same pipe has made it non-blocking, and its reader is slow.
      if (systemCodeOf(error) === "EAGAIN") sleep(5)
      else return error
    }
  }
  return undefined
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
