import type { Readable } from "node:stream"
import type { Arguments, OptionSpecifications } from "../arguments/parse-arguments.ts"
import type { ExitCode } from "../exit-code.ts"
import type { Output, Reporter } from "../report/reporter.ts"

/** The process, as far as commands see of it. */
export interface Surroundings {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Opened when it is asked for: that takes a while. */
  stdin(): Readable
  readonly stdout: Output
  readonly stderr: Output
  /** From now on, what asks the process to end aborts this and no longer ends it. */
  stopSignal(): AbortSignal
}

export interface CommandRun extends Surroundings {
  readonly given: Arguments
  readonly reporter: Reporter
}

export interface CommandResult {
  readonly exitCode: ExitCode
  /** What `--json` prints besides the problems. */
  readonly result: Readonly<Record<string, unknown>>
}

/** One of the commands. */
export interface Command {
  /** What follows the name of the command. */
  readonly usage: string
  /** What it does and does not do, in paragraphs: the help breaks them into lines. */
  readonly description: string
  /** Command lines, without `client-secrets`. */
  readonly examples: readonly string[]
  readonly options: OptionSpecifications
  run(run: CommandRun): Promise<CommandResult>
}
