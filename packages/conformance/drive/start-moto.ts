import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, beforeEach, describe } from "vitest"

/** A running moto: an imitation of AWS Secrets Manager, on loopback, in memory. */
export interface Moto {
  /** The value for a client's `endpoint`. */
  readonly endpoint: string
  /** Forgets everything. */
  reset(): Promise<void>
  /** Requires signatures and policies after so many calls, as AWS always does. */
  requireAuthorizationAfter(calls: number): Promise<void>
  /** Stops it, for a test about an outage. */
  stop(): Promise<void>
}

const server = fileURLToPath(new URL("../../../.venv/bin/moto_server", import.meta.url))

/** What a client needs to sign; moto accepts any. */
export const motoCredentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "EXAMPLE_NOT_A_REAL_SECRET" } as const

/** Starts moto on a free port and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const child = spawn(server, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] })
  const kill = () => child.kill("SIGKILL")
  // A test run that is interrupted leaves no server running.
  process.once("exit", kill)
  const ended = new Promise<void>(resolve => child.once("close", () => resolve()))
  const endpoint = await addressOf(child)
  const post = async (path: string, body?: string) => {
    const response = await fetch(`${endpoint}/moto-api/${path}`, { method: "POST", ...(body && { body }) })
    if (!response.ok) throw new Error(`moto answered ${response.status} to ${path}`)
  }
  for (let left = 600; ; left--) {
    const ready = await fetch(`${endpoint}/moto-api/`).then(
      response => response.ok,
      () => false,
    )
    if (ready) break
    if (left === 0) throw new Error("moto does not answer")
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return {
    endpoint,
    reset: () => post("reset"),
    requireAuthorizationAfter: calls => post("reset-auth", String(calls)),
    async stop() {
      kill()
      process.off("exit", kill)
      await ended
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once("error", reject)
    child.once("close", status => reject(new Error(`moto ended (${status}) before it listened:\n${text}`)))
  })
}

/**
 * A vitest suite against one moto, emptied before each test.
 *
 * On a machine without moto the suite is skipped, and says so; with `CI=true` that is a failure.
 */
export function describeWithMoto(title: string, define: (moto: () => Moto) => void): void {
  const missing = !existsSync(server)
  if (missing) console.warn(`SKIPPED: ${title}: moto is not on this machine (run .ci/install-moto.sh).`)
  describe.skipIf(missing && process.env["CI"] !== "true")(title, () => {
    let moto: Moto | undefined
    const running = () => {
      if (moto === undefined) throw new Error("moto has not started")
      return moto
    }
    beforeAll(async () => {
      if (missing) throw new Error("moto is not on this machine, and with CI=true it must be: run .ci/install-moto.sh.")
      moto = await startMoto()
    })
    beforeEach(() => running().reset())
    afterAll(() => moto?.stop())
    define(running)
  })
}
