// Runs in a separate process, so that it can be killed: `node edge-host.ts <bundle>`.
import { readFileSync } from "node:fs"
import { EdgeVM } from "@edge-runtime/vm"
import { reportMark } from "../src/entry.ts"

const [bundle = ""] = process.argv.slice(2)

const vm = new EdgeVM({
  extend: context => {
    // Next.js and Vercel provide an Edge Function with `process.env` and nothing else of `process`.
    return Object.assign(context, { process: { env: { ...process.env } } })
  },
})
vm.evaluate(readFileSync(bundle, "utf8"))
const report = await vm.evaluate<Promise<unknown>>("conformance()")
console.log(reportMark + JSON.stringify(report))
