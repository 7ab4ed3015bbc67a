/** One panel of the picture. */
export interface Panel {
  readonly title: string
  /** A note at its right, for values that the curve cannot show. */
  readonly note: string
  /** Calls in each second. */
  readonly calls: readonly number[]
}

const width = 880
const panelHeight = 92
const left = 64
const right = 16
const top = 40
const gap = 34

/** Draws calls per second over time, a panel for each strategy, all on the same scale: an SVG for light and dark pages. */
export function drawFleet(panels: readonly Panel[], quota: number, caption: string): string {
  const height = top + panels.length * (panelHeight + gap) + 14
  const seconds = panels[0]!.calls.length
  const x = (second: number) => left + (second / seconds) * (width - left - right)
  const parts = panels.map(({ title, note, calls }, index) => {
    const base = top + index * (panelHeight + gap) + 18 + panelHeight
    const y = (count: number) => base - (Math.min(count, quota * 1.1) / (quota * 1.1)) * panelHeight
    return [
      `<text x="${left}" y="${base - panelHeight - 5}" class="title">${escapeXml(title)}</text>`,
      `<text x="${width - right}" y="${base - panelHeight - 5}" text-anchor="end">${escapeXml(note)}</text>`,
      `<line x1="${left}" x2="${width - right}" y1="${y(quota)}" y2="${y(quota)}" class="quota"/>`,
      `<text x="${left - 6}" y="${y(quota) + 4}" text-anchor="end">${quota.toLocaleString("en")}</text>`,
      `<text x="${left - 6}" y="${base + 1}" text-anchor="end">0</text>`,
      `<path d="${outline(calls, x, y, base)}" class="calls"/>`,
      `<line x1="${left}" x2="${width - right}" y1="${base}" y2="${base}" class="axis"/>`,
    ].join("\n")
  })
  const ticks = [0, 15, 30, 45, 60].map(
    minute =>
      `<text x="${x((minute * seconds) / 60)}" y="${height - 4}" text-anchor="${minute === 60 ? "end" : minute === 0 ? "start" : "middle"}">${minute} min</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(caption)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; fill: #24292f }
.calls { fill: #0969da; stroke: #0969da; stroke-width: 0.7 }
.axis { stroke: #8c959f }
.quota { stroke: #cf222e; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1 } .title { fill: #f0f6fc } .calls { fill: #4493f8; stroke: #4493f8 } .axis { stroke: #656c76 } .quota { stroke: #f85149 }
}
</style>
<text x="${left}" y="16">${escapeXml(caption)}</text>
${parts.join("\n")}
${ticks.join("\n")}
</svg>
`
}

/** The area under the curve: for each pixel the maximum of its seconds, since a peak of one second matters. */
function outline(
  calls: readonly number[],
  x: (second: number) => number,
  y: (count: number) => number,
  base: number,
): string {
  const columns = (width - left - right) * 2
  const points: string[] = []
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * calls.length) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * calls.length) / columns))
    points.push(`${round(x((column * calls.length) / columns))} ${round(y(Math.max(...calls.slice(from, to))))}`)
  }
  // A point between two of the same height adds nothing.
  const kept = points.filter((point, index) => {
    const height = (one: string | undefined) => one?.split(" ")[1]
    return height(points[index - 1]) !== height(point) || height(points[index + 1]) !== height(point)
  })
  return `M${left} ${base}L${kept.join("L")}L${width - right} ${base}Z`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")
}
