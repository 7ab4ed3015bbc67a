import type { Problem } from "../report/reporter.ts"

/** One check of `doctor`, and its result. */
export interface Check {
  /** For a program to branch on. */
  readonly id: CheckId
  readonly outcome: "ok" | "warning" | "error" | "not checked"
  /** The finding, or why the check was not possible: one sentence without a value. */
  readonly finding: string
  readonly problems: readonly Problem[]
}

/** The names of the checks, in the order of the list. */
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
