import { spawn } from "node:child_process"
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { generate } from "@client-secrets/codegen"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { emits } from "../src/project/emits.ts"
import { binary, runCli } from "./run-cli.ts"

const emitters = Object.values(emits)
const words = ["generate", ...Object.keys(emits).flatMap(name => ["--emit", name]), "--out", "src"]
// So many that a run can be killed while it writes them.
const names = Array.from({ length: 8 }, (_, index) => `client-${index}`)
const config = `export default {
  emit: ${JSON.stringify(Object.keys(emits))},
  out: "src",
  clients: { ${names.map(name => `"${name}": { input: "client_secrets.json" }`).join(", ")} },
}
`

/** Two versions of a client that differ in every file. */
function versions(secret: string): readonly string[] {
  return ["one", "two"].map(name => {
    const uris = Array.from({ length: 40 }, (_, index) => `https://${name}.example.com/callback/${index}`)
    return JSON.stringify({
      web: {
        client_id: `${name}.apps.googleusercontent.com`,
        client_secret: secret,
        redirect_uris: uris,
        auth_uri: "https://accounts.google.com/o/oauth2/auth",
        token_uri: "https://oauth2.googleapis.com/token",
      },
    })
  })
}

test("killed 100 times while it writes, leaves every file complete and no secret, and the next run repairs the rest", async () => {
  const lanes = await Promise.all([killRepeatedly(50), killRepeatedly(50)])
  // Some must be killed in the middle, otherwise this would prove nothing.
  expect(lanes.reduce((sum, { killedWhileWriting }) => sum + killedWhileWriting, 0)).toBeGreaterThan(0)
  expect(lanes.reduce((sum, { leftovers }) => sum + leftovers, 0)).toBeGreaterThan(0)
}, 300_000)

async function killRepeatedly(rounds: number): Promise<{ killedWhileWriting: number; leftovers: number }> {
  const secret = freshSecret()
  const documents = versions(secret)
  const expected = documents.map(document => {
    const inputs = names.map(name => ({ content: document, name }))
    const { files } = generate(inputs, { emitters, imports: "client-secrets" })
    return new Map(files.map(({ path, text }) => [path, text]))
  })
  const folder = scratch({ "client_secrets.json": documents[0]!, "client-secrets.config.mjs": config })
  const out = join(folder, "src")
  const started = performance.now()
  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  const usual = performance.now() - started
  let killedWhileWriting = 0
  let leftovers = 0

  for (let round = 1; round <= rounds; round++) {
    const next = join(folder, "next.json")
    writeFileSync(next, documents[round % 2]!)
    renameSync(next, join(folder, "client_secrets.json"))
    const wasKilled = await killSoon(folder, out, round, usual)
    const names = readdirSync(out)
    const temporary = names.filter(name => name.endsWith(".tmp"))
    leftovers += temporary.length
    // Apart from leftovers there are exactly the outputs, each from one of the two versions.
    const outputs = names.filter(name => !temporary.includes(name))
    const texts = Object.fromEntries(outputs.map(name => [name, readFileSync(join(out, name), "utf8")]))
    expect(findLeaks([secret], texts)).toEqual([])
    expect(outputs.sort()).toEqual([...expected[0]!.keys()].sort())
    const isOld = outputs.map(name => texts[name] === expected[(round + 1) % 2]!.get(name))
    const isNew = outputs.map(name => texts[name] === expected[round % 2]!.get(name))
    expect(outputs.filter((_, index) => !isOld[index] && !isNew[index])).toEqual([])
    if (wasKilled && (temporary.length > 0 || (isOld.includes(true) && isNew.includes(true)))) killedWhileWriting++
  }

  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  const mended = readdirSync(out).map(name => [name, readFileSync(join(out, name), "utf8")] as const)
  expect(new Map(mended)).toEqual(expected[rounds % 2])
  return { killedWhileWriting, leftovers }
}

/** Starts a run and kills it: at a random moment, or when the first of its files appears. */
async function killSoon(folder: string, out: string, round: number, usual: number): Promise<boolean> {
  const child = spawn(process.execPath, [binary, "generate"], { cwd: folder, stdio: "ignore" })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.on("error", reject)
    child.on("exit", (_, signal) => resolve(signal === "SIGKILL"))
  })
  let isRunning = true
  ended.finally(() => {
    isRunning = false
  })
  if (round % 2 === 0) {
    const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * usual)
    const wasKilled = await ended
    clearTimeout(timer)
    return wasKilled
  }
  // A file of an earlier killed run may still exist there.
  const before = new Set(readdirSync(out))
  const wanted = Math.floor(Math.random() * 8)
  while (isRunning) {
    const fresh = readdirSync(out).filter(name => !before.has(name))
    if (fresh.length >= wanted && fresh.length > 0) {
      child.kill("SIGKILL")
      break
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  return await ended
}

test("keeps the temporary files of a run that is still active, and files of others", async () => {
  const [document] = versions(freshSecret())
  const names = [`.client-secrets-${process.pid}-0123456789abcdef.tmp`, ".client-secrets-notes.tmp", "a.tmp"]
  const dead = spawn(process.execPath, ["-e", "0"])
  await new Promise(resolve => dead.on("exit", resolve))
  const leftover = `.client-secrets-${dead.pid}-0123456789abcdef.tmp`
  const folder = scratch({
    "client_secrets.json": document!,
    ...Object.fromEntries(names.map(name => [`src/${name}`, "x"])),
    [`src/${leftover}/.gitignore`]: "*\n",
    [`src/${leftover}/google.public.ts`]: "x",
  })
  await runCli(words, { folder })
  expect(
    readdirSync(join(folder, "src"))
      .filter(name => name.endsWith(".tmp"))
      .sort(),
  ).toEqual([...names].sort())
})

test("keeps a folder with the name of a leftover, and continues", async () => {
  const [document] = versions(freshSecret())
  const name = ".client-secrets-999999-0123456789abcdef.tmp"
  const folder = scratch({ "client_secrets.json": document!, [`src/${name}/notes.txt`]: "mine" })
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(folder, "src", name, "notes.txt"), "utf8")).toBe("mine")
})
