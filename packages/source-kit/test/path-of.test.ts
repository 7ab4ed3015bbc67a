import { pathToFileURL } from "node:url"
import { expect, test, vi } from "vitest"
import { pathOf } from "../src/index.ts"

test("returns a path unchanged, and converts a file: URL", () => {
  expect(pathOf("./a b.json")).toBe("./a b.json")
  const url = pathToFileURL("/srv/a b.json")
  expect(pathOf(url)).toBe("/srv/a b.json")
  expect(pathOf(url.href)).toBe("/srv/a b.json")
})

test.each([
  ["nothing", ""],
  ["a NUL", "a\0"],
  ["an object", '{"web": {}}'],
  ["a list", ' ["x"]'],
  ["another URL", new URL("https://example.com/")],
  ["another URL as a string", "https://example.com/client_secrets.json?token=EXAMPLE"],
  ["a URL of another machine", "file://example.com/x"],
  ["a URL with a hidden slash", "file:///a%2fb"],
  ["null", null as never],
  ["a number", 7 as never],
])("throws a TypeError for %s", (_, given) => {
  expect(() => pathOf(given)).toThrow(TypeError)
})

test.each([
  [null, "A path must be a string or a file: URL; received null."],
  [7, "A path must be a string or a file: URL; received a number."],
  [Promise.resolve("x"), "A path must be a string or a file: URL; received a Promise."],
  ["", "The path is empty."],
  ['{"web": {}}', "A document was passed in place of a path. Pass it to parseClientSecrets() instead."],
])("says what was received in place of a path: %j", (given, message) => {
  expect(() => pathOf(given as never)).toThrow(new TypeError(message))
})

test("returns a URL unchanged on a runtime without a file system, where reading refuses it", () => {
  vi.stubGlobal("process", undefined)
  try {
    expect(pathOf("file:///srv/a.json")).toBe("file:///srv/a.json")
  } finally {
    vi.unstubAllGlobals()
  }
})
