import { type ExitCode, exitCode } from "../exit-code.ts"
import type { Finding, PlacedMatch } from "./search.ts"

interface Skipped {
  readonly file: string
  readonly reason: string
}

const mostNamed = 5

/** Counts what a search found, could not search, and left out. */
export class ScanSummary {
  searched = 0
  readonly #found: object[] = []
  readonly #unread: Skipped[] = []
  readonly #leftOut: Skipped[] = []

  add({ outcome, matches, reason = "" }: Finding, file: string, labels: readonly string[]): void {
    if (outcome === "searched") this.searched++
    if (outcome === "unread") this.#unread.push({ file, reason })
    if (outcome === "left out") this.#leftOut.push({ file, reason })
    for (const match of matches) this.#found.push(foundOf(match, file, labels))
  }

  get exitCode(): ExitCode {
    if (this.#found.length > 0) return exitCode.leak
    return this.#unread.length > 0 ? exitCode.io : exitCode.ok
  }

  /** The output of `--json`. */
  get result(): Readonly<Record<string, unknown>> {
    return { searched: this.searched, found: this.#found, unread: this.#unread, leftOut: this.#leftOut }
  }

  lines(hasSecret: boolean): readonly string[] {
    const unread = this.#unread.length === 0 ? "" : `, ${this.#unread.length} could not be searched`
    const found = this.#found.length
    const nothing = hasSecret ? "the secret was not found" : "nothing that looks like a secret was found"
    const result = found === 0 ? nothing : `${counted(found, "secret")} found`
    return [...this.#leftOutLines(), `${counted(this.searched, "file")} searched${unread}; ${result}.`]
  }

  #leftOutLines(): readonly string[] {
    const reasons = [...new Set(this.#leftOut.map(({ reason }) => reason))]
    return reasons.map(reason => {
      const files = this.#leftOut.filter(one => one.reason === reason).map(({ file }) => file)
      const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ""
      return `Left out: ${files.slice(0, mostNamed).join(", ")}${more}, because ${reason}.`
    })
  }
}

function foundOf({ match, place, position }: PlacedMatch, file: string, labels: readonly string[]): object {
  const where = { file, place, offset: match.offset, ...position }
  return match.kind === "known"
    ? { ...where, code: "secret_found", encoding: match.encoding, input: labels[match.secret] }
    : { ...where, code: match.shape, fingerprint: match.fingerprint }
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
