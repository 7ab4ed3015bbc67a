import type { Case } from "@client-secrets/conformance"

export interface Fixtures {
  readonly broken: "failure" | "leak" | "hang" | "stay"
}

/** Faults that the harness must notice on every runtime; test/runtimes.test.ts chooses one. */
export const cases: readonly Case<Fixtures>[] = [
  {
    name: "broken",
    run({ fixtures, freshSecret }) {
      const secret = freshSecret()
      if (fixtures.broken === "failure") throw new RangeError("this case fails")
      if (fixtures.broken === "leak") console.log({ nested: [`before ${secret} after`] })
      // What a package may leave behind: the case is done, the process is not.
      if (fixtures.broken === "stay") setInterval(() => {}, 1_000)
      if (fixtures.broken === "hang") while (secret) void 0
    },
  },
]
