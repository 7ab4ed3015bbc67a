import { type ChildProcess, spawn } from "node:child_process"
import { request } from "node:http"
import { findFreePort } from "@client-secrets/conformance/free-port"
import type { Command } from "../build.ts"

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** A server in a separate process. */
export interface Server {
  readonly ask: (address: string) => Promise<Answer>
  readonly stop: () => Promise<void>
}

export const withoutTelemetry = {
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
}

const longestStart = 120_000
const longestAnswer = 30_000
const longestStop = 5_000

/** Starts a server on a free port, and waits until it answers `/`. */
export async function startServer(commandFor: (port: number) => Command, folder: string): Promise<Server> {
  const port = await findFreePort()
  const { file, args, environment } = commandFor(port)
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, TMPDIR, CI: "1", NO_COLOR: "1", ...withoutTelemetry, ...environment } as NodeJS.ProcessEnv
  // A separate process group: some start another process, which must end with them.
  const child = spawn(file, args, { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", part => {
      output += part
    })
  }
  const endNow = (): void => endGroup(child, "SIGKILL")
  process.once("exit", endNow)
  const stop = async (): Promise<void> => {
    process.off("exit", endNow)
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => child.once("exit", resolve))
      endGroup(child, "SIGTERM")
      const timer = setTimeout(endNow, longestStop)
      await ended
      clearTimeout(timer)
    }
    // Its child processes may outlive it.
    endNow()
  }
  const ask = (address: string): Promise<Answer> => get(port, address)
  const deadline = Date.now() + longestStart
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await ask("/").catch(() => undefined)
    if (answer?.status === 200) return { ask, stop }
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  await stop()
  throw new Error(`The server did not start: ${[file, ...args].join(" ")}\n${output.slice(-4_000)}`)
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal)
  } catch {
    // It has already ended.
  }
}

/** Requests an address exactly as written: `fetch` would normalize it. */
function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(longestAnswer)
    request({ host: "127.0.0.1", port, path, signal, agent: false }, response => {
      let body = ""
      response.setEncoding("utf8").on("data", part => {
        body += part
      })
      response.on("error", reject)
      response.on("end", () =>
        resolve({ status: response.statusCode!, type: response.headers["content-type"] ?? "", body }),
      )
    })
      .on("error", reject)
      .end()
  })
}
