import { mkdirSync, readFileSync, writeFileSync } from "node:fs"

/** Copies a Markdown file of the repository into this package, which has the packages that its examples import. */
export function copyGuide(path: string): URL {
  const folder = new URL(`../test-results/guides/${path.replaceAll("/", "-")}/`, import.meta.url)
  mkdirSync(folder, { recursive: true })
  const copy = new URL("guide.md", folder)
  writeFileSync(copy, readFileSync(new URL(`../../../${path}`, import.meta.url)))
  return copy
}
