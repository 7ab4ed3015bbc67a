import { readProperty } from "@client-secrets/recognize"
import { ownGlobal } from "./own-property.ts"

interface Process {
  kill(processId: number, signal: 0): unknown
}

/** Whether a process with this number runs on this machine. If the system does not say, it counts as running. */
export function isRunning(processId: number): boolean {
  try {
    ownGlobal<Process>("process")?.kill(processId, 0)
    return true
  } catch (error) {
    return readProperty(error, "code") !== "ESRCH"
  }
}
