import { fileFailure } from "./file-failure.ts"
import { ownGlobal, ownProperty } from "./own-property.ts"
import { sourceFailure } from "./source-failure.ts"

/** The part of `fs.Stats` that is used. */
export interface FileStatus {
  readonly dev: number
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** Each operation by its name in `node:fs`: its parameters and its result. */
interface Operations {
  open: [args: [path: string, flags: number], result: number]
  fstat: [args: [file: number], result: FileStatus]
  read: [args: [file: number, into: Uint8Array, offset: number, length: number, position: number], result: number]
  close: [args: [file: number], result: unknown]
  stat: [args: [path: string], result: FileStatus]
  lstat: [args: [path: string], result: FileStatus]
  realpath: [args: [path: string], result: string]
  readdir: [args: [path: string], result: string[]]
}

type OperationName = keyof Operations
type Step =
  | { readonly kind: "call"; readonly name: OperationName; readonly args: readonly unknown[] }
  | { readonly kind: "wait"; readonly milliseconds: number }

/**
 * Work on files that is written once and runs both ways: without blocking, and synchronously.
 *
 * It is a generator. Each `yield` passes one operation of `node:fs`, by name, to the runner of the work, and is resumed with
 * its result. `yield*` runs another piece of work and evaluates to its result:
 *
 * ```ts
 * function* sizeOf(path: string): FileWork<number | undefined> {
 *   const status = yield* lookUpPath(path)
 *   return status?.size
 * }
 * const size = await runFileWork(sizeOf("a")) // calls fs.stat
 * const same = runFileWorkSync(sizeOf("a")) // calls fs.statSync
 * ```
 */
export type FileWork<Result> = Generator<Step, Result, unknown>

/** The part of `node:fs` that is used, under its own names. */
export type FileSystem = {
  readonly [Name in OperationName as `${Name}Sync`]: (...args: Operations[Name][0]) => Operations[Name][1]
} & {
  readonly [Name in OperationName]: (
    ...args: [...Operations[Name][0], callback: (error: unknown, result?: Operations[Name][1]) => void]
  ) => void
} & { readonly constants: { readonly O_RDONLY: number; readonly O_NONBLOCK?: number } }

// `about` is the path that a failure names. The rest of the message of `node:fs` is dropped.
function* operation<Name extends OperationName>(
  about: string,
  name: Name,
  ...args: Operations[Name][0]
): FileWork<Operations[Name][1]> {
  try {
    return (yield { kind: "call", name, args }) as Operations[Name][1]
  } catch (error) {
    throw fileFailure(error, about)
  }
}

function* unlessMissing<Result>(work: FileWork<Result>): FileWork<Result | undefined> {
  try {
    return yield* work
  } catch (error) {
    if (ownProperty(error, "code") === "not_found") return undefined
    throw error
  }
}

export const openFile = (path: string): FileWork<number | undefined> => {
  const { O_RDONLY, O_NONBLOCK = 0 } = fileSystem().constants
  // Without O_NONBLOCK, opening a FIFO waits for a writer, possibly forever. Windows has neither.
  return unlessMissing(operation(path, "open", path, O_RDONLY | O_NONBLOCK))
}
export const statusOf = (file: number, path: string): FileWork<FileStatus> => operation(path, "fstat", file)
export const readInto = (file: number, path: string, into: Uint8Array, position: number): FileWork<number> => {
  // A number: workerd does not take null for "where the last read ended".
  return operation(path, "read", file, into, 0, into.length, position)
}
export const closeFile = (file: number, path: string): FileWork<unknown> => operation(path, "close", file)

// Each of these returns undefined where nothing is at the path.
export const lookUpPath = (path: string): FileWork<FileStatus | undefined> =>
  unlessMissing(operation(path, "stat", path))
export const lookUpLink = (path: string): FileWork<FileStatus | undefined> =>
  unlessMissing(operation(path, "lstat", path))
export const realPath = (path: string): FileWork<string | undefined> => unlessMissing(operation(path, "realpath", path))
export const listFolder = (path: string): FileWork<string[] | undefined> =>
  unlessMissing(operation(path, "readdir", path))

/** Lets other processes continue. Synchronous work does not wait. */
export function* pause(milliseconds: number): FileWork<void> {
  yield { kind: "wait", milliseconds }
}

/** Runs the work without blocking. */
export async function runFileWork<Result>(work: FileWork<Result>): Promise<Result> {
  let step = work.next()
  while (!step.done) {
    let value: unknown
    try {
      value = await doStep(step.value)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(value)
  }
  return step.value
}

/** Runs the work synchronously. */
export function runFileWorkSync<Result>(work: FileWork<Result>): Result {
  let step = work.next()
  while (!step.done) {
    let value: unknown
    try {
      value = doStepSync(step.value)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(value)
  }
  return step.value
}

type Call = (...args: unknown[]) => unknown

async function doStep(step: Step): Promise<unknown> {
  if (step.kind === "wait") return new Promise(resolve => host.setTimeout(resolve, step.milliseconds))
  const call = fileSystem()[step.name] as unknown as Call
  return new Promise((resolve, reject) => {
    call(...step.args, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))
  })
}

function doStepSync(step: Step): unknown {
  if (step.kind === "wait") return undefined
  const call = fileSystem()[`${step.name}Sync`] as unknown as Call
  return call(...step.args)
}

interface Host {
  setTimeout(callback: (value: unknown) => void, milliseconds: number): unknown
}

const host = globalThis as unknown as Host

// Looked up on use and not imported, so that a source loads on runtimes without `node:fs`, and only its reading fails.
function fileSystem(): FileSystem {
  return nodeModule<FileSystem>("node:fs")
}

interface Process {
  readonly release?: { readonly name?: unknown }
  getBuiltinModule?(name: string): unknown
}

/**
 * Returns a module of Node's.
 *
 * @throws `unsupported` where this runtime does not have it
 */
export function nodeModule<Module>(name: `node:${string}`): Module {
  const process = ownGlobal<Process>("process")
  const found = process?.getBuiltinModule?.(name)
  if (found !== undefined) return found as Module
  // Node 18, 20 before 20.16 and 22 before 22.3 have files, but not this way to them.
  const isOldNode = process?.release?.name === "node" && process.getBuiltinModule === undefined
  throw sourceFailure(
    "unsupported",
    isOldNode ? "This Node is too old: 20.19 or later is needed." : "This runtime has no file system.",
  )
}
