import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { startProgram } from "@client-secrets/conformance/runtimes"
import { vi } from "vitest"

export interface StartedApp {
  readonly address: string
  readonly output: () => string
  stop(): Promise<void>
}

/** Starts the built application in an empty folder, on a free port: without a client file it starts its own provider. */
export async function startApp(file: string, args: readonly string[] = []): Promise<StartedApp> {
  const folder = mkdtempSync(join(tmpdir(), "web-"))
  const main = fileURLToPath(new URL("../dist/main.js", import.meta.url))
  const { process, output, ended } = startProgram({ file, args: [...args, main], folder, environment: { PORT: "0" } })
  const stop = async () => {
    process.kill("SIGTERM")
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const find = () =>
      /Open (http:\S+)/.exec(output())?.[1] ?? Promise.reject(new Error(`it did not start:\n${output()}`))
    return { address: await vi.waitFor(find, { timeout: 50_000 }), output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
