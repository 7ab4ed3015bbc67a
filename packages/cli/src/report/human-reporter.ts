import { ownOptions } from "@client-secrets/source-kit"
import { variableOf } from "../input/environment.ts"
import { withoutCommands } from "./ci-commands.ts"
import { isTerminal } from "./is-terminal.ts"
import { createPainter } from "./painter.ts"
import { printableText } from "./printable.ts"
import type { Reporter, ReporterOptions } from "./reporter.ts"
import { wrap } from "./wrap.ts"

/** For people: problems and notes on stderr, requested output on stdout. */
export function humanReporter({ quiet, stdout, stderr, environment }: ReporterOptions): Reporter {
  const paint = createPainter(stderr, environment)
  const line = progressLine(stderr, environment)
  let problems = 0
  // Only a terminal has a width: elsewhere lines are not wrapped, so that they can be searched.
  const columns = isTerminal(stderr) ? Math.max(40, stderr.columns ?? 80) : Number.POSITIVE_INFINITY
  const fold = (text: string, indent: string): string =>
    text.length <= columns ? text : wrap(text.trimStart(), columns, indent)
  return {
    problem(problem) {
      const {
        severity,
        code,
        message,
        hint,
        file,
        input,
        line: row,
        column,
        frame,
      } = ownOptions(problem) as typeof problem
      if (quiet && severity === "warning") return
      line.clear()
      const place = [file ?? input, row, column].filter(part => part !== undefined).join(":")
      const start = place === "" ? "" : `${safe(place)} `
      const shownCode = withoutExplanation.has(code) ? "" : `[${code}]`
      const head = `${start}${severity}${shownCode}: `
      const plain = fold(head + safe(message), "")
      const style = severity === "error" ? "red" : "yellow"
      const painted = `${paint("bold", start)}${paint(style, severity)}${paint("dim", shownCode)}: `
      const lines = [plain.startsWith(head) ? painted + plain.slice(head.length) : plain]
      if (frame !== undefined) lines.push(frame.replace(carets, (_, margin, marks) => margin + paint(style, marks)))
      if (hint !== undefined) lines.push(...hint.split("\n").map(one => fold(`  ${safe(one)}`, "  ")))
      // Between two of several lines, so that each is seen as one.
      stderr.write(`${problems++ > 0 ? "\n" : ""}${lines.join("\n")}\n`)
    },
    note(text, style) {
      if (quiet) return
      line.clear()
      const plain = fold(withoutCommands(text), "")
      stderr.write(`${style === undefined ? plain : plain.replace(/^\S+/, word => paint(style, word))}\n`)
    },
    progress(text) {
      if (!quiet) line.show(text)
    },
    output(text) {
      line.clear()
      const written = withoutCommands(text)
      stdout.write(written.endsWith("\n") ? written : `${written}\n`)
    },
    isInteractive: !quiet && isTerminal(stderr),
    paint: createPainter(stdout, environment),
    finish() {
      line.clear()
    },
  }
}

// These codes are for programs: the message says everything about them.
const withoutExplanation: ReadonlySet<string> = new Set(["usage", "io", "invalid", "leak", "sign_in"])

// The line of a frame that shows where something is.
const carets = /^( *\| *)(\^+)$/m

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
  const isShown = isTerminal(stream) && variableOf(environment, "TERM") !== "dumb" && !variableOf(environment, "CI")
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
