import { type Case, printOnConsole } from "@client-secrets/conformance"
import { subjects } from "./subjects.ts"

export interface Fixtures {
  /** A secret for each subject and control. */
  readonly texts: Readonly<Record<string, string>>
  /** The program must keep running while the inspector is attached. */
  readonly stay: boolean
}

export const allIsPrinted = "all is printed"

/** The program that an attached inspector watches. */
export const cases: readonly Case<Fixtures>[] = [
  {
    name: "prints",
    async run({ fixtures: { texts, stay } }) {
      for (const [name, make] of Object.entries({ ...subjects, ...controls })) printOnConsole(make(texts[name] ?? ""))
      console.log(allIsPrinted)
      if (stay) await new Promise(resolve => setTimeout(resolve, 25_000))
    },
  },
]

class PrivateField {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  get length(): number {
    return this.#text.length
  }
}

/** Values that an inspector does show; otherwise the search would prove nothing. */
export const controls: Readonly<Record<string, (text: string) => unknown>> = {
  "a private field": text => new PrivateField(text),
  "a text deep inside": text => ({ one: { two: { three: [{ text }] } } }),
  "a Map's entry": text => new Map([[{}, { text }]]),
}
