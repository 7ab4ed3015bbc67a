import { readProperty } from "@client-secrets/recognize"
import type { Output } from "./reporter.ts"

/** Whether a stream is a terminal that a person reads: only there are widths, colors and lines that change of use. */
export function isTerminal(stream: Output): boolean {
  return readProperty(stream, "isTTY") === true
}
