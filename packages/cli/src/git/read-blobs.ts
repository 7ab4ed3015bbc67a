import { ownOptions } from "@client-secrets/source-kit"
import { gitArguments, gitEnvironment } from "./run-git.ts"

/** The content of an object, or why it was not read. */
export type Blob =
  | { readonly content: Buffer; readonly reason: undefined }
  | { readonly content: undefined; readonly reason: string }

// git is stopped when it is silent for so long, in milliseconds: it waits without end for a FIFO in the place of a file.
const mostSilence = 10_000
const lineFeed = 10

/**
 * Reads the content of many objects by one process of git, in the order of their names.
 *
 * @param maxBytes the largest object that is read
 */
export async function* readBlobs(folder: string, objects: readonly string[], maxBytes: number): AsyncGenerator<Blob> {
  if (objects.length === 0) return
  const { spawn } = await import("node:child_process")
  const stdio: ["pipe", "pipe", "ignore"] = ["pipe", "pipe", "ignore"]
  const options = { cwd: folder, env: gitEnvironment(), stdio, windowsHide: true }
  const child = spawn("git", gitArguments(["cat-file", "--batch"]), ownOptions(options) as typeof options)
  const stop = (): void => void child.kill("SIGKILL")
  const silence = setTimeout(stop, mostSilence)
  child.on("error", stop)
  child.stdin.on("error", stop)
  child.stdin.end(`${objects.join("\n")}\n`)
  const reader = new ByteReader(child.stdout, () => silence.refresh())
  try {
    for (let index = 0; index < objects.length; index++) yield await readBlob(reader, maxBytes)
  } finally {
    clearTimeout(silence)
    stop()
  }
}

async function readBlob(reader: ByteReader, maxBytes: number): Promise<Blob> {
  const header = await reader.line()
  if (header === undefined) return { content: undefined, reason: "git did not answer" }
  const [, kind, size] = header.split(" ")
  // "missing", "ambiguous"
  if (size === undefined) return { content: undefined, reason: "git does not have its content" }
  const length = Number(size)
  const content = await reader.bytes(length, length > maxBytes)
  if (content === undefined || (await reader.bytes(1, false)) === undefined)
    return { content: undefined, reason: "git did not answer" }
  if (length > maxBytes) return { content: undefined, reason: `it has more than ${maxBytes} bytes` }
  return kind === "blob" ? { content, reason: undefined } : { content: undefined, reason: "it is not a file" }
}

/** Reads lines and bytes from a stream; undefined where it ends before. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  readonly #arrived: () => void
  #held: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>, arrived: () => void) {
    this.#chunks = stream[Symbol.asyncIterator]()
    this.#arrived = arrived
  }

  async line(): Promise<string | undefined> {
    let end = this.#held.indexOf(lineFeed)
    while (end === -1) {
      if (!(await this.#more())) return undefined
      end = this.#held.indexOf(lineFeed)
    }
    const line = this.#held.toString("latin1", 0, end)
    this.#held = this.#held.subarray(end + 1)
    return line
  }

  /** So many bytes, or an empty buffer in their place where they are only skipped. */
  async bytes(length: number, isSkipped: boolean): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    for (let wanted = length; wanted > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) return undefined
      const part = this.#held.subarray(0, wanted)
      if (!isSkipped) parts.push(part)
      wanted -= part.length
      this.#held = this.#held.subarray(part.length)
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  async #more(): Promise<boolean> {
    try {
      const { done, value } = await this.#chunks.next()
      if (done) return false
      this.#arrived()
      this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
      return true
    } catch {
      return false
    }
  }
}
