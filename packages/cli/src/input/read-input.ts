import { relative, resolve } from "node:path"
import type { Readable } from "node:stream"
import { envSource } from "@client-secrets/env"
import { fileSource } from "@client-secrets/file"
import { decodeCarriage } from "@client-secrets/recognize"
import { isSourceFailure, ownOptions, ownProperty, printPath } from "@client-secrets/source-kit"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"
import type { Environment } from "./environment.ts"
import { fileOfVariables } from "./file-of-variables.ts"

/** The sources of inputs, apart from files. */
export interface InputPlaces {
  /** The folder that relative paths begin at. */
  readonly folder: string
  readonly environment: Environment
  stdin(): Readable
  /** The most that is read of an input. @default 65536, as core does */
  readonly maxBytes?: number | undefined
}

/** A client file, as it was read. */
export interface Input {
  /** Its name in messages: a printable path, "stdin", or "env:NAME". */
  readonly label: string
  readonly content: string | Uint8Array
  /** Where it is a file that was passed: its absolute path. */
  readonly path: string | undefined
  /** Where it was read from a file that a variable names: its absolute path. */
  readonly namedPath: string | undefined
  /** Whether it was made of several variables, so that nobody wrote its text. */
  readonly isMade: boolean
  /** Which mandatory members may be missing because of where it came from. */
  readonly optional: readonly "redirect_uris"[]
}

const defaultMaxBytes = 65_536

/**
 * Reads a client file from a path, from standard input (`-`), or from the environment (`env:NAME`).
 *
 * @returns undefined where a file or a variable is not there.
 * @throws {CommandFailure} usage for a word that is none of these, invalid for an input that is too large, io for an unreadable one.
 */
export async function readInput(place: string, places: InputPlaces): Promise<Input | undefined> {
  const maxBytes = ownOptions(places).maxBytes ?? defaultMaxBytes
  if (place === "-")
    return {
      label: "stdin",
      content: await readStream(places.stdin(), maxBytes),
      path: undefined,
      namedPath: undefined,
      isMade: false,
      optional: [],
    }
  if (place.startsWith("env:")) return readVariables(place.slice("env:".length), places.environment, maxBytes)
  const path = resolve(places.folder, place)
  const label = printablePath(place)
  try {
    // Synchronous: five waits for another thread take longer than the reading. A FIFO is not waited for either way.
    const document = fileSource(path, { maxBytes }).readSync()
    if (document === undefined) return undefined
    const content = (document as { content: Uint8Array }).content
    if (document.path === path) return { label, content, path, namedPath: undefined, isMade: false, optional: [] }
    // The path is a folder, and the file was found in it or above it: the file is examined and named.
    return {
      label: printablePath(relative(places.folder, document.path)),
      content,
      path: document.path,
      namedPath: undefined,
      isMade: false,
      optional: [],
    }
  } catch (error) {
    throw inputFailure(error, label, path)
  }
}

function readVariables(name: string, environment: InputPlaces["environment"], maxBytes: number): Input | undefined {
  // A word that is not a variable's name may be a value that was pasted for one.
  if (!/^[A-Z_][A-Z\d_]{0,127}$/.test(name)) {
    const hint = "For example env:GOOGLE_CLIENT_SECRETS. The value of a variable is not passed itself."
    throw new CommandFailure("usage", "env: must be followed by the name of a variable, in capitals.", hint)
  }
  const label = `env:${printablePath(name) === name ? name : "…"}`
  try {
    const source = envSource({ name, env: environment, maxBytes })
    const document = source.readSync()
    if (document === undefined) return undefined
    const content = Object.hasOwn(document, "content") ? (document as { readonly content: unknown }).content : undefined
    const named = ownProperty(document, "path")
    const place = { label, path: undefined, namedPath: typeof named === "string" ? resolve(named) : undefined }
    if (typeof content === "string" || content instanceof Uint8Array)
      // As core reads a variable: the file is examined, not its base64.
      return { ...place, content: decodeCarriage(content)?.text ?? content, isMade: false, optional: [] }
    return { ...place, ...fileOfVariables(document), isMade: true }
  } catch (error) {
    // Its own messages contain variable names and no values.
    if (error instanceof TypeError) throw new CommandFailure("usage", `${label}: ${error.message}`)
    throw inputFailure(error, label)
  }
}

function inputFailure(error: unknown, label: string, path?: string): CommandFailure {
  const code = ownCodeOf(error)
  const isDocument = code === "too_large" || code === "invalid"
  const kind = isDocument ? "invalid" : "io"
  if (!isSourceFailure(error)) return new CommandFailure(kind, `${label} could not be read: ${systemCodeOf(error)}.`)
  const { message } = error as Error
  // A source names the whole path, and a user the one that was typed.
  const shown = path === undefined ? undefined : printPath(path)
  const isNamed = shown !== undefined && message.startsWith(`${shown} `)
  return new CommandFailure(kind, isNamed ? label + message.slice(shown.length) : `${label}: ${message}`)
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
      if (total > maxBytes) throw new CommandFailure("invalid", `stdin holds more than ${maxBytes} bytes.`)
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `stdin could not be read: ${systemCodeOf(error)}.`)
  }
  return Buffer.concat(chunks)
}
