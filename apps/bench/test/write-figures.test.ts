import { expect, test } from "vitest"
import { writeFigures } from "../src/write-figures.ts"

const document =
  "# Title\n\n<!-- bench:one -->\nold\n<!-- /bench:one -->\n\ntext\n\n<!-- bench:two -->\n<!-- /bench:two -->\n"

test("rewrites what is between the markers, and leaves all else", () => {
  expect(writeFigures(document, { one: "new" })).toBe(
    "# Title\n\n<!-- bench:one -->\n\nnew\n\n<!-- /bench:one -->\n\ntext\n\n<!-- bench:two -->\n<!-- /bench:two -->\n",
  )
})

test("gives the same text when it is written again", () => {
  const written = writeFigures(document, { one: "1 $& 2", two: "3" })
  expect(writeFigures(written, { one: "1 $& 2", two: "3" })).toBe(written)
  expect(written).toContain("1 $& 2")
})

test("leaves out figures that the document has no place for", () => {
  expect(writeFigures(document, { three: "new" })).toBe(document)
})

test("refuses markers that do not enclose anything", () => {
  for (const broken of ["<!-- bench:one -->", "<!-- /bench:one -->", "<!-- /bench:one --> <!-- bench:one -->"])
    expect(() => writeFigures(broken, { one: "new" })).toThrow(TypeError)
})
