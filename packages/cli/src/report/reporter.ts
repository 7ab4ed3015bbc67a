import type { ExitCode } from "../exit-code.ts"
import type { Environment } from "../input/environment.ts"
import type { Painter, Style } from "./painter.ts"

/** A problem, as every reporter receives it. No part of it contains a value of an input. */
export interface Problem {
  readonly severity: "error" | "warning"
  /** For a program to branch on. */
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  /** A printable path, from the working directory. */
  readonly file?: string | undefined
  /** Its subject if that is not a file: "stdin", "env:NAME". */
  readonly input?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** A value that is the same for the same finding in another run. */
  readonly fingerprint?: string | undefined
  /** The lines around its position, of a masked copy of the text. */
  readonly frame?: string | undefined
}

/** Where a command's words go. */
export interface Reporter {
  problem(problem: Problem): void
  /** A result or a note: a line for people, which `--quiet` omits. The style applies to its first word. */
  note(text: string, style?: Style): void
  /** The progress, for a user at a terminal. The next call of anything replaces it. */
  progress(text: string): void
  /** The requested output: always printed, except in JSON, which contains it as data. */
  output(text: string): void
  /** Whether a person at a terminal reads the notes, and can be asked for something. */
  readonly isInteractive: boolean
  /** A style for part of an output, where colors are shown. */
  readonly paint: Painter
  /** Called once, last. `result` is what `--json` prints. */
  finish(result: Readonly<Record<string, unknown>>, exitCode: ExitCode): void
}

/** The streams of a reporter. */
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
  /** The environment, for colors and the folder of the repository. */
  readonly environment: Environment
}
