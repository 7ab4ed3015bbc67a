import type { Case } from "@client-secrets/conformance"
import { subjects } from "./subjects.ts"

export interface Fixtures {
  readonly text: string
  readonly way: "thrown" | "rejected"
}

export const headline = "nobody catches this"

/** Ends some runtimes, which then print the error by themselves. */
export const cases: readonly Case<Fixtures>[] = [
  {
    name: "is not caught",
    async run({ fixtures: { text, way } }) {
      const cause = Object.values(subjects).map(make => make(text))
      const error = Object.assign(new Error(headline, { cause }), { held: cause })
      setTimeout(() => {
        if (way === "thrown") throw error
        Promise.reject(error)
      }, 0)
      await new Promise(resolve => setTimeout(resolve, 300))
    },
  },
]
