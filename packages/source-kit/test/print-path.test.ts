import { freshSecret } from "@client-secrets/conformance"
import { expect, test } from "vitest"
import { printPath } from "../src/index.ts"

test.each([
  "client_secrets.json",
  "/run/secrets/client_secrets.json",
  "C:\\Users\\me\\client secrets\\client_secrets.json",
  "../../config/production-europe-west1/client_secret_123456-abc.apps.googleusercontent.com.json",
  "/srv/thisisaverylongnamewithoutanything/x",
])("prints %s as it is", path => {
  expect(printPath(path)).toBe(path)
})

test.each([
  ["a document", '{"web":{"client_id":"x"}}'],
  ["quotes", `it's`],
  ["a line break", "a\nb"],
  ["a terminal's escape", "a\u001b[31mb"],
  ["a bidi control", "a\u202eb"],
  ["a line separator", "a\u2028b"],
  ["a lone surrogate", "a\ud800b"],
  ["an address", "https://example.com/x?token=a"],
  ["more than 1,024 characters", "/a".repeat(513)],
])("prints nothing of %s", (_, path) => {
  expect(printPath(path)).toBe("(a path that is not printed)")
})

test("leaves out the parts that have the shape of a secret", () => {
  expect(printPath("/srv/GOCSPX-EXAMPLE_NOT_A_REAL/x.json")).toBe("/srv/…/x.json")
  for (let round = 0; round < 1000; round++) {
    expect(printPath(`/srv/${freshSecret()}/prefix-${freshSecret()}.json`)).toBe("/srv/…/…")
  }
})
