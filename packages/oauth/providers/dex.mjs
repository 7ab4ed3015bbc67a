import { existsSync } from "node:fs"
import { join } from "node:path"
import { NotObtained, run } from "./process.mjs"

/** Dex: a Go module whose releases of version 2 are not versions for Go's tools. */
export const dex = {
  name: "Dex",
  from: "Go",

  obtain(folder) {
    if (existsSync(join(folder, "dex"))) return
    const answer = run("go", ["list", "-m", "-versions", "github.com/dexidp/dex"], folder)
    const versions = answer.trim().split(" ").slice(1)
    const newest = versions.at(-1) ?? "none"
    throw new NotObtained(`the newest release that the Go module proxy has is ${newest}, of 2018`)
  },

  start() {
    throw new NotObtained("it was not obtained")
  },
}
