import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

let bytes = 0
const readAll = folder => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) readAll(path)
    else bytes += readFileSync(path).length
  }
}
for (const folder of process.argv.slice(2)) readAll(folder)
console.log(bytes)
