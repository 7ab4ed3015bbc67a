import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe } from "vitest"

/** A real gnome-keyring in a separate session, without a desktop: nobody can be asked for a password. */
export interface TestKeychain {
  /** What a program needs to use it. */
  readonly environment: Readonly<Record<string, string>>
  lock(): void
  unlock(): Promise<void>
}

const password = "EXAMPLE_NOT_A_REAL_PASSWORD"
const needed = ["dbus-daemon", "gnome-keyring-daemon", "gdbus"]

function isInstalled(): boolean {
  return needed.every(program => spawnSync("which", [program]).status === 0)
}

async function startKeychain(): Promise<TestKeychain & { stop(): void }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "keychain-")))
  const runtimeFolder = join(folder, "runtime")
  mkdirSync(runtimeFolder)
  chmodSync(runtimeFolder, 0o700)
  const children: ChildProcess[] = []
  const base = { PATH: process.env["PATH"] ?? "", HOME: folder, XDG_RUNTIME_DIR: runtimeFolder }
  const start = (file: string, args: readonly string[], environment: Record<string, string>) => {
    const child = spawn(file, args, { env: environment, stdio: ["pipe", "pipe", "ignore"] })
    children.push(child)
    return child
  }
  const stop = () => {
    for (const child of children) child.kill("SIGKILL")
    rmSync(folder, { recursive: true, force: true })
  }
  process.once("exit", stop)

  const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address"], base)
  const [printed] = await once(bus.stdout!, "data")
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: String(printed).trim() }
  let daemon: ChildProcess | undefined
  // It unlocks the existing keyring when it starts, with the password from its input.
  const unlock = async () => {
    if (daemon !== undefined) {
      const ended = once(daemon, "exit")
      daemon.kill()
      await ended
    }
    daemon = start("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], environment)
    daemon.stdin!.end(password)
    await untilAnswers(environment)
  }
  await unlock()
  const { PATH: _, ...variables } = environment
  return {
    environment: variables,
    unlock,
    lock() {
      const method = ["--method", "org.freedesktop.Secret.Service.Lock"]
      const object = ["--dest", "org.freedesktop.secrets", "--object-path", "/org/freedesktop/secrets"]
      const collection = "['/org/freedesktop/secrets/collection/login']"
      const { status, stderr } = spawnSync("gdbus", ["call", "--session", ...object, ...method, collection], {
        env: environment,
        encoding: "utf8",
      })
      if (status !== 0) throw new Error(`gdbus could not lock the keychain: ${stderr}`)
    },
    stop() {
      process.off("exit", stop)
      stop()
    },
  }
}

/** A daemon that has just started owns its name on the bus a moment later. */
async function untilAnswers(environment: Record<string, string>): Promise<void> {
  const args = ["call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus"]
  for (let left = 600; left > 0; left--) {
    const question = [...args, "--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"]
    const { stdout } = spawnSync("gdbus", question, { env: environment, encoding: "utf8" })
    if (stdout.includes("true")) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error("gnome-keyring does not answer")
}

/**
 * A vitest suite against one real keychain, which all of its tests share.
 *
 * On a machine without it the suite is skipped, and says so; with `CI=true` that is a failure.
 */
export function describeWithKeychain(title: string, define: (keychain: () => TestKeychain) => void): void {
  const isHere = process.platform === "linux" && isInstalled()
  const advice = "gnome-keyring is not on this machine (run .ci/install-keychain.sh)."
  if (!isHere) console.warn(`SKIPPED: ${title}: ${advice}`)
  describe.skipIf(!isHere && process.env["CI"] !== "true")(title, () => {
    let keychain: Awaited<ReturnType<typeof startKeychain>> | undefined
    beforeAll(async () => {
      if (!isHere) throw new Error(`With CI=true this must run: ${advice}`)
      keychain = await startKeychain()
    })
    afterAll(() => keychain?.stop())
    define(() => {
      if (keychain === undefined) throw new Error("the keychain has not started")
      return keychain
    })
  })
}
