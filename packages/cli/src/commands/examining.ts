import { runCommandLine } from "../run-command-line.ts"
import type { Command } from "./command.ts"
import { doctorCommand } from "./doctor-command.ts"
import { explainCommand } from "./explain-command.ts"
import { inspectCommand } from "./inspect-command.ts"
import { scanCommand } from "./scan-command.ts"

export const commands: Readonly<Record<string, Command>> = {
  doctor: doctorCommand,
  explain: explainCommand,
  inspect: inspectCommand,
  scan: scanCommand,
}

export { runCommandLine }
