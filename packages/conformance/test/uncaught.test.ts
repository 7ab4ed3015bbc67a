import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { describe, expect, test } from "vitest"
import { runtimes } from "../drive/runtimes.ts"
import { runOnce } from "./run-once.ts"
import { type Fixtures, headline } from "./uncaught.cases.ts"

// The error that ends a program is printed by the runtime: what hangs on it is printed with it.

const present = runtimes.filter(runtime => runtime.locate() !== undefined)

describe.each(["thrown", "rejected"] as const)("%s", way => {
  // workerd prints nothing at all of a rejection that nobody handles.
  const printing = present.filter(({ name }) => way === "thrown" || !name.startsWith("workerd"))
  test.each(printing)("$name prints no secret of an error that nobody catches", async runtime => {
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
