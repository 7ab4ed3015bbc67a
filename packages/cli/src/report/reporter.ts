import type { ExitCode } from "../exit-code.ts"
import type { Painter } from "./painter.ts"

/** Something that is wrong, as every reporter gets it. No part of it holds a value of an input. */
export interface Problem {
  readonly severity: "error" | "warning"
  /** For a program to branch on. */
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  /** A printable path, from the working directory. */
  readonly file?: string | undefined
  /** What it is about where that is not a file: "stdin", "env:NAME". */
  readonly input?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** What is the same for the same finding in another run. */
  readonly fingerprint?: string | undefined
  /** The lines around it, of a masked copy of the text. */
  readonly frame?: string | undefined
}

/** Where a command's words go. */
export interface Reporter {
  problem(problem: Problem): void
  /** What was done, or is worth knowing: a line for people, not asked for by `--quiet`. */
  note(text: string): void
  /** What is going on, for somebody who waits at a terminal. The next call of anything takes its place. */
  progress(text: string): void
  /** What the command was run for: printed in any case, but not in JSON, which has it as data. */
  output(text: string): void
  /** A style for part of an output, where colors are shown. */
  readonly paint: Painter
  /** Called once, last. `result` is what `--json` prints. */
  finish(result: Readonly<Record<string, unknown>>, exitCode: ExitCode): void
}

/** What a reporter writes to. */
export interface Output {
  readonly isTTY?: boolean | undefined
  /** The width of the terminal. */
  readonly columns?: number | undefined
  write(text: string): unknown
}

export interface ReporterOptions {
  readonly command: string
  /** The working directory, which paths begin at. */
  readonly folder: string
  readonly quiet: boolean
  readonly stdout: Output
  readonly stderr: Output
  /** The environment, asked for colors and the folder of the repository. */
  readonly environment: Readonly<Record<string, string | undefined>>
}
