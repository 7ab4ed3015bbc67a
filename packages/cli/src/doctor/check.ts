import type { Problem } from "../report/reporter.ts"

/** One thing that `doctor` looks at, and what it saw. */
export interface Check {
  /** For a program to branch on. */
  readonly id: CheckId
  readonly outcome: "ok" | "warning" | "error" | "not checked"
  /** What was seen, or why it could not be looked at: one sentence without a value. */
  readonly finding: string
  readonly problems: readonly Problem[]
}

/** What the checks are called, in the order in which they are listed. */
export const checkNames = {
  format: "format",
  git: "git",
  permissions: "permissions",
  public_folder: "public folder",
  dev_server: "development server",
  env_files: ".env files",
} as const

export type CheckId = keyof typeof checkNames

export function passed(id: CheckId, finding: string): Check {
  return { id, outcome: "ok", finding, problems: [] }
}

export function failed(id: CheckId, finding: string, problems: readonly Problem[]): Check {
  const isWarning = problems.every(({ severity }) => severity === "warning")
  return { id, outcome: isWarning ? "warning" : "error", finding, problems }
}

export function notChecked(id: CheckId, finding: string, problems: readonly Problem[] = []): Check {
  return { id, outcome: "not checked", finding, problems }
}
