/**
 * Writes the figures between a document's own markers, `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, and leaves the
 * rest unchanged.
 *
 * @param figures Markdown by the benchmark's name
 */
export function writeFigures(document: string, figures: Readonly<Record<string, string>>): string {
  let written = document
  for (const [name, markdown] of Object.entries(figures)) {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
    const from = written.indexOf(begin)
    const to = written.indexOf(end)
    if (from === -1 && to === -1) continue
    if (from === -1 || to < from) throw new TypeError(`The markers of ${name} do not enclose anything.`)
    written = `${written.slice(0, from + begin.length)}\n\n${markdown.trim()}\n\n${written.slice(to)}`
  }
  return written
}
