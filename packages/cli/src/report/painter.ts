import { styleText } from "node:util"
import { variableOf } from "../input/environment.ts"
import { isTerminal } from "./is-terminal.ts"
import type { Output, ReporterOptions } from "./reporter.ts"

/** Puts a style around a text, or leaves the text as it is. */
export type Painter = (style: Style, text: string) => string

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan"

/**
 * Makes a painter for a stream. Colors are for a terminal that can show them. `FORCE_COLOR` requests them elsewhere, and
 * `NO_COLOR` turns them off (force-color.org, no-color.org).
 */
export function createPainter(stream: Output, environment: ReporterOptions["environment"]): Painter {
  if (!hasColors(stream, environment)) return (_, text) => text
  // The stream's own support for colors is ignored: that is decided here.
  return (style, text) => (text === "" ? "" : styleText(style, text, { validateStream: false }))
}

function hasColors(stream: Output, environment: ReporterOptions["environment"]): boolean {
  const forced = variableOf(environment, "FORCE_COLOR")
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false"
  if (variableOf(environment, "NO_COLOR")) return false
  return isTerminal(stream) && variableOf(environment, "TERM") !== "dumb"
}
