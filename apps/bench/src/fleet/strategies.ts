/** The calls to AWS of one refresh: each kind of call has a separate quota. */
export interface Calls {
  readonly getSecretValue: number
  readonly describeSecret: number
}

/** How a cache in front of AWS Secrets Manager decides when to read; all times in seconds. */
export interface Strategy {
  readonly name: string
  /** How long a copy can be fresh, at most. */
  readonly ttl: number
  /** How long a specific copy is fresh. */
  freshFor(random: () => number): number
  readonly first: Calls
  readonly again: Calls
  /** How long it waits after throttled calls, by how many of them were consecutive. */
  waitAfter(failures: number, random: () => number): number
}

const value: Calls = { getSecretValue: 1, describeSecret: 0 }
const look: Calls = { getSecretValue: 0, describeSecret: 1 }

/** Ours, and the same without jitter. */
function ours(name: string, jitter: number): Strategy {
  return {
    name,
    ttl: 300,
    freshFor: random => 300 * (1 - random() * jitter),
    first: value,
    again: value,
    waitAfter: (failures, random) => Math.min(2 ** (failures - 1), 60) * (1 - random() / 4),
  }
}

/**
 * The defaults of each, from their sources: powertools for TypeScript 2.35.0 (`maxAge`), the caching clients for Java, Python
 * and Go (half of the hour is jitter; DescribeSecret first, and GetSecretValue if the version moved), the Secrets Manager
 * agent and its Rust client (no jitter; DescribeSecret to refresh).
 */
export const strategies: readonly Strategy[] = [
  ours("client-secrets, jitter 10 %", 0.1),
  ours("the same without jitter", 0),
  { name: "powertools", ttl: 5, freshFor: () => 5, first: value, again: value, waitAfter: () => 0 },
  {
    name: "AWS's Java, Python and Go, jitter 50 %",
    ttl: 3600,
    freshFor: random => 3600 * (1 - random() / 2),
    first: { getSecretValue: 1, describeSecret: 1 },
    again: look,
    waitAfter: (failures, random) => Math.min(2 ** (failures - 1), 128) * (1 - random() / 2),
  },
  { name: "AWS's agent", ttl: 300, freshFor: () => 300, first: value, again: look, waitAfter: () => 0 },
]
