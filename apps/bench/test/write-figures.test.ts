import { expect, test } from "vitest"
import { writeFigures } from "../src/write-figures.ts"

const document =
  "# Title\n\n<!-- bench:one -->\nold\n<!-- /bench:one -->\n\ntext\n\n<!-- bench:two -->\n<!-- /bench:two -->\n"

test("rewrites the text between the markers, and leaves the rest", () => {
  expect(writeFigures(document, { one: "new" })).toBe(
    "# Title\n\n<!-- bench:one -->\n\nnew\n\n<!-- /bench:one -->\n\ntext\n\n<!-- bench:two -->\n<!-- /bench:two -->\n",
  )
})

test("returns the same text when run again", () => {
  const written = writeFigures(document, { one: "1 $& 2", two: "3" })
  expect(writeFigures(written, { one: "1 $& 2", two: "3" })).toBe(written)
  expect(written).toContain("1 $& 2")
})

test("omits figures without markers in the document", () => {
  expect(writeFigures(document, { three: "new" })).toBe(document)
})

test("rejects markers that enclose nothing", () => {
  for (const broken of ["<!-- bench:one -->", "<!-- /bench:one -->", "<!-- /bench:one --> <!-- bench:one -->"])
    expect(() => writeFigures(broken, { one: "new" })).toThrow(TypeError)
})
