import { spawn, spawnSync } from "node:child_process"
import { createServer } from "node:net"

/** What cannot be obtained is not a failure of ours: it is reported. */
export class NotObtained extends Error {}

/** Runs a command to its end. */
export function run(command, args, folder, environment = {}) {
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, ...environment }, maxBuffer: 1e8 }
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  if (error?.code === "ENOENT") throw new NotObtained(`${command} is not installed`)
  if (status !== 0)
    throw new NotObtained(`${command} ${args[0]} ended with ${status}: ${lastLine(`${stdout}\n${stderr}`)}`)
  return stdout
}

function lastLine(text) {
  return text.trim().split("\n").at(-1).slice(0, 200)
}

/** Starts a server and waits until a URL answers 200; `stop` ends it. */
export async function startServer(command, args, { folder, environment = {}, url, patience = 600_000 }) {
  let output = ""
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...environment }, detached: true })
  child.stdout.on("data", chunk => (output += chunk))
  child.stderr.on("data", chunk => (output += chunk))
  let ended
  child.once("close", code => (ended = code ?? "a signal"))
  child.once("error", error => (ended = error.code))
  const stop = () => {
    try {
      // With all that it has started.
      process.kill(-child.pid, "SIGKILL")
    } catch {}
  }
  process.once("exit", stop)
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (ended !== undefined) break
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.status === 200) return { stop }
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  stop()
  throw new NotObtained(`${command} did not start (${ended ?? "no answer"}): ${lastLine(output)}`)
}

export function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
