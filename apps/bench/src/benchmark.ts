/** One benchmark: a separate file in `benchmarks/`, and a line in `benchmarks/index.ts`. */
export interface Benchmark {
  /** Its name on the command line, in the JSON and in the README's markers. */
  readonly name: string
  /** The heading of its table. */
  readonly title: string
  run(effort: Effort): Result | Promise<Result>
}

/** How much work to spend. */
export interface Effort {
  /** 1 for figures to publish; tests use a small fraction, to see that the benchmark still runs. */
  readonly scale: number
}

export interface Result {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** What the reader must know to understand the table. */
  readonly notes: readonly string[]
  /** What the project promises of these figures. */
  readonly goals?: readonly Goal[]
  /** Pictures of the figures, by their path from the repository's root. */
  readonly pictures?: Readonly<Record<string, string>>
}

export interface Column {
  readonly title: string
  readonly format: (figure: number) => string
}

export interface Row {
  readonly label: string
  /** One per column; `undefined` if none exists. */
  readonly figures: readonly (number | undefined)[]
}

export interface Goal {
  readonly promise: string
  readonly figure: number
  readonly isReached: boolean
}

/** Effort as a whole number of runs, at least as many as make sense. */
export function runs({ scale }: Effort, full: number, least = 1): number {
  return Math.max(least, Math.round(full * scale))
}
