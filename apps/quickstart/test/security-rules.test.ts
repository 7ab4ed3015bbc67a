import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const textOf = (path: string) => readFileSync(join(root, path), "utf8")
const page = textOf("docs/security.md")

/** The rules of the page: a heading of the third level each. */
const rules = page
  .split(/^### /m)
  .slice(1)
  .map(section => ({ name: section.slice(0, section.indexOf("\n")), text: section.split(/^## /m)[0]! }))

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => heading!)
  return headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  )
}

test("each rule has a unique name, which is its anchor", () => {
  const names = rules.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(100)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter(name => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
})

test.each(rules)("the tests that prove $name exist", ({ text }) => {
  const tests = text.slice(text.indexOf("\n- Test: ")).match(/`[^`]+`/g) ?? []
  const paths = tests.map(path => path.slice(1, -1))
  expect(paths).not.toEqual([])
  expect(paths.filter(path => !/\.(test|cases)\.ts$/.test(path) || !existsSync(join(root, path)))).toEqual([])
})

test("the pages and the anchors that docs/security.md links to exist", () => {
  const links = [...page.matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)]
  expect(links).not.toEqual([])
  for (const [link, file, anchor] of links) {
    const path = file === "" ? "docs/security.md" : join("docs", file!)
    expect(existsSync(join(root, path)), link).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(textOf(path)), link).toContain(anchor)
  }
})

describe("what refers to a rule names one that exists:", () => {
  const folders = readdirSync(join(root, "packages")).flatMap(name =>
    ["src", "test"].map(folder => join("packages", name, folder)),
  )
  const files = [
    ...filesIn(".", ".md"),
    ...filesIn("docs", ".md"),
    ...readdirSync(join(root, "packages")).flatMap(name => filesIn(join("packages", name), ".md")),
    ...folders.flatMap(folder => filesIn(folder, ".ts", true)),
  ]
  const references = files.flatMap(file =>
    [...textOf(file).matchAll(/security\.md#([\w-]+)/g)].map(([, name]) => ({ file, name: name! })),
  )

  test.each(references)("$file: $name", ({ name }) => {
    expect(rules.map(rule => rule.name)).toContain(name)
  })
})

function filesIn(folder: string, ending: string, recursive = false): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder), { recursive, encoding: "utf8" })
  return names.filter(name => name.endsWith(ending)).map(name => join(folder, name))
}
