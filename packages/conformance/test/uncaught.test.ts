import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { describe, expect, test } from "vitest"
import { runtimes } from "../drive/runtimes.ts"
import { runOnce } from "./run-once.ts"
import { type Fixtures, headline } from "./uncaught.cases.ts"

// The runtime prints the error that ends a program, with everything attached to it.

const present = runtimes.filter(runtime => runtime.locate() !== undefined)

describe.each(["thrown", "rejected"] as const)("%s", way => {
  // workerd does not print an unhandled rejection.
  const printing = present.filter(({ name }) => way === "thrown" || !name.startsWith("workerd"))
  test.each(printing)("$name prints no secret of an error that is not caught", async runtime => {
    const text = freshSecret()
    const fixtures: Fixtures = { text, way }
    const printed = await runOnce(runtime, new URL("./uncaught.cases.ts", import.meta.url), fixtures).then(
      ({ output }) => output,
      (error: Error) => error.message,
    )
    expect(printed).toContain(headline)
    expect(findLeaks([text], { printed })).toEqual([])
  })
})
