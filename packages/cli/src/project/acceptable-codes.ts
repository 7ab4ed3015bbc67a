import type { AcceptableCode } from "@client-secrets/core"

/** The errors that guess what a value is, and that `--accept` turns into warnings. */
export const acceptableCodes: readonly AcceptableCode[] = [
  "placeholder",
  "unresolved",
  "quoted",
  "foreign_character",
  "swapped_members",
  "exposed_secret",
]
