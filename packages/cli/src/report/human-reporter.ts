import { withoutCommands } from "./ci-commands.ts"
import { createPainter } from "./painter.ts"
import { printableText } from "./printable.ts"
import type { Reporter, ReporterOptions } from "./reporter.ts"

/** For people: problems and notes on stderr, what was asked for on stdout. */
export function humanReporter({ quiet, stdout, stderr, environment }: ReporterOptions): Reporter {
  const paint = createPainter(stderr, environment)
  const line = progressLine(stderr, environment)
  let problems = 0
  return {
    problem({ severity, code, message, hint, file, input, line: row, column, frame }) {
      if (quiet && severity === "warning") return
      line.clear()
      const place = [file ?? input, row, column].filter(part => part !== undefined).join(":")
      const title = paint(severity === "error" ? "red" : "yellow", severity)
      const start = place === "" ? "" : `${paint("bold", safe(place))} `
      const shown = withoutExplanation.has(code) ? "" : paint("dim", `[${code}]`)
      const lines = [`${start}${title}${shown}: ${safe(message)}`]
      if (frame !== undefined) lines.push(frame)
      if (hint !== undefined) lines.push(...hint.split("\n").map(one => `  ${safe(one)}`))
      // Between two of several lines, so that each is seen as one.
      stderr.write(`${problems++ > 0 ? "\n" : ""}${lines.join("\n")}\n`)
    },
    note(text) {
      if (quiet) return
      line.clear()
      stderr.write(`${withoutCommands(text)}\n`)
    },
    progress(text) {
      if (!quiet) line.show(text)
    },
    output(text) {
      line.clear()
      const written = withoutCommands(text)
      stdout.write(written.endsWith("\n") ? written : `${written}\n`)
    },
    finish() {
      line.clear()
    },
  }
}

// These codes are for programs: the message says everything about them.
const withoutExplanation: ReadonlySet<string> = new Set(["usage", "io", "invalid", "leak", "sign_in"])

function safe(text: string): string {
  return withoutCommands(printableText(text))
}

// So often it is drawn, in milliseconds.
const interval = 100

/** One line of a terminal that is drawn again and again. Elsewhere nothing is written. */
function progressLine(
  stream: ReporterOptions["stderr"],
  environment: ReporterOptions["environment"],
): { show(text: string): void; clear(): void } {
  const isShown = stream.isTTY === true && environment["TERM"] !== "dumb" && !environment["CI"]
  let isDirty = false
  let last = Date.now()
  return {
    show(text) {
      if (!isShown || Date.now() - last < interval) return
      last = Date.now()
      isDirty = true
      stream.write(`\r\u001b[2K${text}`)
    },
    clear() {
      if (isDirty) stream.write("\r\u001b[2K")
      isDirty = false
    },
  }
}
