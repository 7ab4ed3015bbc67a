import type { Benchmark } from "../benchmark.ts"
import { coldStart } from "./cold-start.ts"
import { parsing } from "./parsing.ts"
import { size } from "./size.ts"

/** In the order of running and printing. */
export const benchmarks: readonly Benchmark[] = [parsing, coldStart, size]
