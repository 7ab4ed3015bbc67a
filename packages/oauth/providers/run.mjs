// Signs in at real authorization servers: `npm run test:providers [keycloak hydra spring dex]`.
//
// It obtains each server from a package registry (Maven Central, the Go module proxy), starts it on this machine, runs the
// checks, and stops it. What cannot be obtained is reported, and is not a failure. It ends with 1 if a check fails.
import { existsSync, mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { dex } from "./dex.mjs"
import { hydra } from "./hydra.mjs"
import { keycloak } from "./keycloak.mjs"
import { NotObtained } from "./process.mjs"
import { spring } from "./spring.mjs"

if (!existsSync(new URL("../dist/local.js", import.meta.url))) {
  console.error("The packages are not built. Run this first: npm test -- oauth")
  process.exit(2)
}
const { checks, redirectUri } = await import("./checks.mjs")
const all = { keycloak, hydra, spring, dex }
const wanted = process.argv.slice(2)
const folder = process.env.PROVIDERS_FOLDER ?? join(tmpdir(), "client-secrets-providers")
mkdirSync(folder, { recursive: true })

const rows = []
let failed = 0
for (const [key, provider] of Object.entries(all)) {
  if (wanted.length > 0 && !wanted.includes(key)) continue
  rows.push(await runProvider(provider))
}
printTable()
process.exit(failed === 0 ? 0 : 1)

async function runProvider({ name, from, obtain, start }) {
  try {
    console.log(`${name}: obtaining it (${from})`)
    obtain(folder)
    console.log(`${name}: starting it`)
    const provider = await start(folder, redirectUri)
    try {
      return { name, from, results: await runChecks(name, provider) }
    } finally {
      await provider.stop()
    }
  } catch (error) {
    if (!(error instanceof NotObtained)) throw error
    console.log(`${name}: not obtained: ${error.message}`)
    return { name, from, missing: error.message }
  }
}

async function runChecks(name, provider) {
  const results = {}
  for (const [check, run] of Object.entries(checks)) {
    const reason = provider.lacks?.[check]
    try {
      if (reason === undefined) await run(provider)
      results[check] = reason === undefined ? "ok" : `not supported: ${reason}`
    } catch (error) {
      failed++
      results[check] = "failed"
      console.error(`${name}, ${check}: ${error.stack}`)
    }
    console.log(`${name}, ${check}: ${results[check]}`)
  }
  return results
}

function printTable() {
  const names = Object.keys(checks)
  console.log(`\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}\n`)
  console.log(`| server | obtained from | ${names.join(" | ")} |`)
  console.log(`| --- | --- |${names.map(() => " --- |").join("")}`)
  for (const { name, from, results, missing } of rows) {
    const cells = results === undefined ? [`not obtained: ${missing}`] : names.map(check => results[check])
    console.log(`| ${name} | ${from} | ${cells.join(" | ")} |`)
  }
}
