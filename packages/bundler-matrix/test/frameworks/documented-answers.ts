import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { type FrameworkName, frameworks } from "./frameworks.ts"

const require = createRequire(import.meta.url)
const page = new URL("../../../../docs/development-servers.md", import.meta.url)

/** The heading of a framework's column in the table: its name and the installed version. */
export function headingOf({ name, dependency }: (typeof frameworks)[number]): string {
  const { version } = JSON.parse(readFileSync(require.resolve(`${dependency}/package.json`), "utf8"))
  return `${name} ${version}`
}

/** A framework's column in the table of `docs/development-servers.md`: its answer to each request. */
export function documentedAnswers(framework: (typeof frameworks)[number]): Readonly<Record<string, string>> {
  const rows = readFileSync(page, "utf8")
    .split("\n")
    .filter(line => line.startsWith("|"))
    .map(line =>
      line
        .split("|")
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  const header = rows.find(([first]) => first === "request")
  const column = header?.indexOf(headingOf(framework)) ?? -1
  if (column === -1) throw new Error(`docs/development-servers.md has no column "${headingOf(framework)}".`)
  const answers = rows.flatMap(cells => (cells[0]!.startsWith("`/") ? [[cells[0]!.slice(1, -1), cells[column]!]] : []))
  return Object.fromEntries(answers)
}

/** The table as it was measured, to be copied into the page. */
export function tableOf(measured: ReadonlyMap<FrameworkName, Readonly<Record<string, string>>>): string {
  const columns = frameworks.filter(({ name }) => measured.has(name))
  const requests = Object.keys(measured.get(columns[0]?.name ?? "Vite") ?? {})
  const rows = [
    ["request", ...columns.map(headingOf)],
    ["---", ...columns.map(() => "---")],
    ...requests.map(request => [`\`${request}\``, ...columns.map(({ name }) => measured.get(name)![request]!)]),
  ]
  return rows.map(cells => `| ${cells.join(" | ")} |\n`).join("")
}
