/** What a refresh asks of AWS: each kind of call has a quota of its own. */
export interface Calls {
  readonly getSecretValue: number
  readonly describeSecret: number
}

/** How a cache before AWS Secrets Manager decides when to ask; all times in seconds. */
export interface Strategy {
  readonly name: string
  /** How long a copy counts as fresh, at most. */
  readonly ttl: number
  /** How long one does. */
  freshFor(random: () => number): number
  readonly first: Calls
  readonly again: Calls
  /** How long it waits after calls that were throttled, by how many were in a row. */
  waitAfter(failures: number, random: () => number): number
}

const value: Calls = { getSecretValue: 1, describeSecret: 0 }
const look: Calls = { getSecretValue: 0, describeSecret: 1 }

/** Ours, and what it would be without its jitter. */
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
