import { spawn } from "node:child_process"
import { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { freshSecret } from "@client-secrets/conformance"
import { runCommandLine } from "../src/run-command-line.ts"

export const binary: string = fileURLToPath(new URL("../dist/cli.js", import.meta.url))

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly folder: string
  readonly stdin?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  /** Without the capabilities that let root ignore every permission. */
  readonly unprivileged?: boolean
  /** @default the Node of the tests */
  readonly node?: string
}

// Not another user, who might not have access to this checkout in root's home.
const withoutPrivileges = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]

/** Runs the built binary. */
export function runCli(words: readonly string[], options: CliOptions): Promise<CliResult> {
  const { folder, stdin = "", environment = {}, unprivileged, node = process.execPath } = options
  const isRoot = unprivileged && process.getuid?.() === 0
  const child = spawn(isRoot ? "setpriv" : node, [...(isRoot ? [...withoutPrivileges, node] : []), binary, ...words], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, ...environment },
  })
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", text => {
    stdout += text
  })
  child.stderr.setEncoding("utf8").on("data", text => {
    stderr += text
  })
  child.stdin.on("error", () => {})
  child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", exitCode => resolve({ exitCode, stdout, stderr }))
  })
}

/** Runs the sources in this process, which is faster: for tests that do not depend on the environment of a process. */
export async function runHere(
  words: readonly string[],
  { folder, stdin = "", environment = {} }: CliOptions,
): Promise<CliResult> {
  let stdout = ""
  let stderr = ""
  const exitCode = await runCommandLine(words, {
    folder,
    environment,
    stdin: () => Readable.from([Buffer.from(stdin)]),
    stdout: { write: text => (stdout += text) },
    stderr: { write: text => (stderr += text) },
    stopSignal: () => new AbortController().signal,
  })
  return { exitCode, stdout, stderr }
}

/** A client file with a fresh secret. */
export function exampleFile(
  members: Readonly<Record<string, unknown>> = {},
  type = "web",
): { text: string; secret: string } {
  const secret = freshSecret()
  const client = {
    client_id: "1234-example.apps.googleusercontent.com",
    project_id: "example-project",
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback", "http://localhost:3000/callback"],
    ...members,
  }
  return { text: JSON.stringify({ [type]: client }, undefined, 2), secret }
}
