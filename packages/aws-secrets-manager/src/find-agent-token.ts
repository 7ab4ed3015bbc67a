import { readVariable, sourceFailure } from "@client-secrets/source-kit"
import { builtinModule } from "./builtin-module.ts"

/** The part of `node:fs` that is used here. */
interface FileSystem {
  readonly constants: { readonly O_NONBLOCK: number }
  openSync(path: string, flags: number): number
  fstatSync(file: number): { isFile(): boolean }
  readSync(file: number, into: Uint8Array): number
  closeSync(file: number): void
}

/** The token that the agent asks for, looked for in the agent's own order of places. */
export function findAgentToken(): string {
  let text =
    readVariable("AWS_TOKEN") ||
    // Elsewhere any process of the machine may be what listens there, and this token opens more than a secret.
    (readVariable("AWS_LAMBDA_FUNCTION_NAME") && readVariable("AWS_SESSION_TOKEN")) ||
    readVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN") ||
    "file:///var/run/awssmatoken"
  if (text.startsWith("file://")) text = readTokenFile(text.slice(7))
  // Nothing that a header cannot hold: a runtime's own message about it would quote the value.
  const token = /^([!-~]{1,8192})\r?\n?\0*$/.exec(text)?.[1]
  if (token) return token
  throw sourceFailure("unsupported", "No token in AWS_TOKEN or /var/run/awssmatoken.")
}

/** By the open file, not by its path: a FIFO would hang the process, and what is checked is then what is read. */
function readTokenFile(path: string): string {
  // Longer than a token may be, and so than what is read of one; the rest stays NUL.
  const bytes = new Uint8Array(8200)
  try {
    const files = builtinModule<FileSystem>("node:fs")
    const file = files.openSync(path, files.constants.O_NONBLOCK)
    if (files.fstatSync(file).isFile()) files.readSync(file, bytes)
    files.closeSync(file)
  } catch {
    // Whatever the reason is: there is no token.
  }
  return String.fromCharCode(...bytes)
}
