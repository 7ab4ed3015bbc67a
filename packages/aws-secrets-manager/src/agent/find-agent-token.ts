import { nodeModule, readVariable, sourceFailure } from "@client-secrets/source-kit"

/** The part of `node:fs` that is used here. */
interface FileSystem {
  readonly constants: { readonly O_NONBLOCK?: number; readonly O_RDONLY: number }
  openSync(path: string, flags: number): number
  fstatSync(file: number): { isFile(): boolean }
  readSync(file: number, into: Uint8Array): number
  closeSync(file: number): void
}

const longestToken = 8192

/**
 * The token that the agent requires, searched for in the agent's own order of places.
 *
 * @throws `unsupported` if none exists
 */
export function findAgentToken(): string {
  const place =
    readVariable("AWS_TOKEN") ||
    // Elsewhere any process of the machine may listen on the port, and this token opens more than one secret.
    (readVariable("AWS_LAMBDA_FUNCTION_NAME") && readVariable("AWS_SESSION_TOKEN")) ||
    readVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN") ||
    "file:///var/run/awssmatoken"
  const text = place.startsWith("file://") ? readTokenFile(place.slice("file://".length)) : place
  const token = withoutLineBreak(text)
  if (isToken(token)) return token
  throw sourceFailure(
    "unsupported",
    "No token for the AWS secrets agent. Looked at AWS_TOKEN, AWS_SESSION_TOKEN (on Lambda only), " +
      "AWS_CONTAINER_AUTHORIZATION_TOKEN and /var/run/awssmatoken. Outside AWS use awsSecretsManagerSource.",
  )
}

function withoutLineBreak(text: string): string {
  if (text.endsWith("\r\n")) return text.slice(0, -2)
  return text.endsWith("\n") ? text.slice(0, -1) : text
}

/** Nothing that a header may not contain: a runtime's own message about such a header would quote the value. */
function isToken(text: string): boolean {
  return text.length <= longestToken && /^[!-~]+$/.test(text)
}

/** Checks the open file, not its path: a FIFO would hang the process, and the file that is checked is the one that is read. */
function readTokenFile(path: string): string {
  // Longer than a token and its line break, so that a longer file is seen to be longer.
  const bytes = new Uint8Array(longestToken + 3)
  try {
    const files = nodeModule<FileSystem>("node:fs")
    const file = files.openSync(path, files.constants.O_RDONLY | (files.constants.O_NONBLOCK ?? 0))
    try {
      const length = files.fstatSync(file).isFile() ? files.readSync(file, bytes) : 0
      return String.fromCharCode(...bytes.subarray(0, length))
    } finally {
      files.closeSync(file)
    }
  } catch {
    // Whatever the reason is: the token is missing.
    return ""
  }
}
