import { ownGlobal } from "@client-secrets/source-kit"

interface Process {
  readonly platform?: string
}

/** The operating system, as `process.platform` names it. */
export function platform(): string {
  return ownGlobal<Process>("process")?.platform ?? ""
}
