import type { Column, Goal, Row } from "./benchmark.ts"
import { milliseconds, times } from "./formats.ts"
import type { ProgramDurations } from "./measure-programs.ts"

/** The columns and rows for programs whose own part matters, from the end of Node's start, rather than the whole. */
export function compareOwnParts(
  durations: Readonly<Record<string, ProgramDurations>>,
  rival: string,
): { columns: Column[]; rows: Row[]; goals(name: string, promise: string, least: number): Goal[] } {
  const against = (name: string, form: keyof ProgramDurations): number =>
    durations[rival]![form].own / durations[name]![form].own
  return {
    columns: [
      { title: "process", format: milliseconds },
      { title: "installed", format: milliseconds },
      { title: "as fast", format: times },
      { title: "bundled", format: milliseconds },
      { title: "as fast", format: times },
    ],
    rows: Object.entries(durations).map(([label, { installed, bundled }]) => ({
      label,
      figures: [installed.whole, installed.own, against(label, "installed"), bundled.own, against(label, "bundled")],
    })),
    goals: (name, promise, least) =>
      (["installed", "bundled"] as const).map(form => ({
        promise: `${form}, ${promise}`,
        figure: against(name, form),
        isReached: against(name, form) >= least,
      })),
  }
}
