import type { Readable } from "node:stream"
import type { Arguments, OptionSpecifications } from "../arguments/parse-arguments.ts"
import type { ExitCode } from "../exit-code.ts"
import type { Environment } from "../input/environment.ts"
import type { Output, Reporter } from "../report/reporter.ts"

/** The process, as far as commands see of it. */
export interface Surroundings {
  readonly folder: string
  readonly environment: Environment
  /** Opened on first use, since that takes a while. */
  stdin(): Readable
  readonly stdout: Output
  readonly stderr: Output
  /** From now on, a request to end the process aborts this signal and no longer ends the process. */
  stopSignal(): AbortSignal
}

export interface CommandRun extends Surroundings {
  readonly given: Arguments
  readonly reporter: Reporter
}

export interface CommandResult {
  readonly exitCode: ExitCode
  /** The output of `--json` besides the problems. */
  readonly result: Readonly<Record<string, unknown>>
}

/** One of the commands. */
export interface Command {
  /** The arguments after the name of the command. */
  readonly usage: string
  /** What it does and does not do, in paragraphs, which the help wraps. */
  readonly description: string
  /** Command lines, without `client-secrets`. */
  readonly examples: readonly string[]
  readonly options: OptionSpecifications
  /** Whether it prints what was asked for, which a SARIF log has no place for: that only holds problems. @default false */
  readonly isAnswer?: true
  run(run: CommandRun): Promise<CommandResult>
}
