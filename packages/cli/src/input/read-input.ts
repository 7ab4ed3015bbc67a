import { relative, resolve } from "node:path"
import type { Readable } from "node:stream"
import { fileSource } from "@client-secrets/file"
import { isSourceFailure, ownOptions } from "@client-secrets/source-kit"
import { decodeCarriage } from "@client-secrets/source-kit/carriage"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"
import { fileOfVariables } from "./file-of-variables.ts"

/** What inputs are read from, apart from files. */
export interface InputPlaces {
  /** The folder that relative paths begin at. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  stdin(): Readable
  /** The most that is read of an input. @default 65536, as core does */
  readonly maxBytes?: number | undefined
}

/** A client file, as it was read. */
export interface Input {
  /** What messages call it: a printable path, "stdin", or "env:NAME". */
  readonly label: string
  readonly content: string | Uint8Array
  /** Where it is a file: its absolute path. */
  readonly path: string | undefined
  /** Whether it was made of several variables, so that nobody wrote its text. */
  readonly isMade: boolean
}

const defaultMaxBytes = 65_536

/**
 * Reads a client file from a path, from standard input (`-`), or from the environment (`env:NAME`).
 *
 * @returns undefined where a file or a variable is not there.
 * @throws {CommandFailure} usage for a word that is none of these, invalid for too much, io for what cannot be read.
 */
export async function readInput(place: string, places: InputPlaces): Promise<Input | undefined> {
  const maxBytes = ownOptions(places).maxBytes ?? defaultMaxBytes
  if (place === "-")
    return { label: "stdin", content: await readStream(places.stdin(), maxBytes), path: undefined, isMade: false }
  if (place.startsWith("env:")) return await readVariables(place.slice("env:".length), places.environment, maxBytes)
  const path = resolve(places.folder, place)
  const label = printablePath(place)
  try {
    // Synchronous: five waits for another thread take longer than the reading. A FIFO is not waited for either way.
    const document = fileSource(path, { maxBytes }).readSync()
    if (document === undefined) return undefined
    const content = (document as { content: Uint8Array }).content
    if (document.path === path) return { label, content, path, isMade: false }
    // The path is a folder, and the file was found in it or above it: what is examined and named is the file.
    return { label: printablePath(relative(places.folder, document.path)), content, path: document.path, isMade: false }
  } catch (error) {
    throw inputFailure(error, label)
  }
}

async function readVariables(
  name: string,
  environment: InputPlaces["environment"],
  maxBytes: number,
): Promise<Input | undefined> {
  // What is no variable's name may be a value that was pasted for one.
  const isName = /^[A-Z_][A-Z\d_]{0,127}$/.test(name) && printablePath(name) === name
  const label = `env:${isName ? name : "…"}`
  // Most inputs are files.
  const { envSource } = await import("@client-secrets/env")
  try {
    const source = envSource({ name, env: environment, maxBytes })
    const document = source.readSync()
    if (document === undefined) return undefined
    const content = Object.hasOwn(document, "content") ? (document as { readonly content: unknown }).content : undefined
    if (typeof content === "string" || content instanceof Uint8Array)
      // As core reads a variable: what is examined is the file, not its base64.
      return { label, content: decodeCarriage(content)?.text ?? content, path: undefined, isMade: false }
    return { label, content: fileOfVariables(document), path: undefined, isMade: true }
  } catch (error) {
    // Its own messages hold variable names and no values.
    if (error instanceof TypeError) throw new CommandFailure("usage", `${label}: ${error.message}`)
    throw inputFailure(error, label)
  }
}

function inputFailure(error: unknown, label: string): CommandFailure {
  const code = ownCodeOf(error)
  const isDocument = code === "too_large" || code === "invalid"
  const text = isSourceFailure(error) ? (error as Error).message : `It could not be read: ${systemCodeOf(error)}.`
  return new CommandFailure(isDocument ? "invalid" : "io", `${label}: ${text}`)
}

function ownCodeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && Object.hasOwn(error, "code")
    ? (error as { readonly code?: unknown }).code
    : undefined
}

async function readStream(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let total = 0
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Uint8Array)
      total += bytes.length
      if (total > maxBytes) throw new CommandFailure("invalid", `stdin: It holds more than ${maxBytes} bytes.`)
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `stdin: It could not be read: ${systemCodeOf(error)}.`)
  }
  return Buffer.concat(chunks)
}
