import type { Operation } from "../run-operations.ts"

/** The operations of one package, and the packages whose identifiers are tried on them. */
export interface Suite {
  readonly sources: readonly string[]
  readonly operations: () => Promise<readonly Operation[]>
}
