import { printableText } from "./printable.ts"
import type { Output, Reporter, ReporterOptions } from "./reporter.ts"

/** For people: problems and notes on stderr, what was asked for on stdout; in colour on a terminal alone. */
export function humanReporter({ quiet, stdout, stderr, environment }: ReporterOptions): Reporter {
  const paint = isColourful(stderr, environment)
    ? (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`
    : plain
  return {
    problem({ severity, code, message, hint, file, line, column, frame }) {
      if (quiet && severity === "warning") return
      const place = file === undefined ? "" : `${[file, line, column].filter(part => part !== undefined).join(":")} `
      const title = paint(severity === "error" ? 31 : 33, severity)
      const lines = [`${paint(1, printableText(place))}${title} ${code}: ${printableText(message)}`]
      if (frame !== undefined) lines.push(frame)
      if (hint !== undefined) lines.push(`  ${paint(2, printableText(hint))}`)
      stderr.write(`${lines.join("\n")}\n`)
    },
    note(text) {
      if (!quiet) stderr.write(`${text}\n`)
    },
    output(text) {
      stdout.write(text.endsWith("\n") ? text : `${text}\n`)
    },
    finish() {},
  }
}

/** Colour is for a terminal that can show it, and for who has not asked for none (no-color.org). */
function isColourful(stream: Output, environment: ReporterOptions["environment"]): boolean {
  return stream.isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb"
}

function plain(_: number, text: string): string {
  return text
}
