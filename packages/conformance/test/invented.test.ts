import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { invented } from "./invented.ts"

test("every invented file has a unique name", () => {
  const names = invented.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})

await testOnEveryRuntime({ cases: new URL("./invented.cases.ts", import.meta.url) })
