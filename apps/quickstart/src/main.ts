import { readFileSync } from "node:fs"
import { relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import {
  type ClientSecrets,
  ClientSecretsError,
  type ClientSecretsIssue,
  firstOf,
  loadClientSecrets,
  loadClientSecretsSync,
  toClientSecretsJson,
} from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { fileSource } from "@client-secrets/file"
import type { Subject } from "./demonstration.ts"
import { loadEverywhere } from "./load-everywhere.ts"
import { printFindings } from "./print-findings.ts"

const usage = `npm start                                    an example, from every source; what a broken file gets
npm start -- path/to/client_secrets.json     your own file, the same way`

const example = fileURLToPath(new URL("../client_secrets.json", import.meta.url))
const broken = fileURLToPath(new URL("../broken.json", import.meta.url))

async function main(paths: readonly string[]): Promise<number> {
  if (paths[0] === "--help") {
    console.log(usage)
    return 0
  }
  if (paths.length > 1 || paths[0]?.startsWith("-")) {
    console.error(usage)
    return 2
  }
  return paths[0] === undefined ? showExample() : showOwnFile(resolve(paths[0]))
}

async function showExample(): Promise<number> {
  title(`One client, ${shortPath(example)}, from every place there is a source for`)
  const status = await showEverywhere({ path: example, text: readFileSync(example, "utf8") })

  title(`What a broken file gets: ${shortPath(broken)}`)
  console.log(await failureOf(() => loadClientSecrets(fileSource(broken))))

  title("What a client gets that is nowhere")
  console.log(await failureOf(() => loadClientSecrets(firstOf(envSource({ env: {} }), fileSource("nowhere.json")))))

  title("Your own file")
  console.log("npm start -- path/to/client_secrets.json")

  title("A web application that signs in with such a file")
  console.log("npm run web")
  return status
}

async function showOwnFile(path: string): Promise<number> {
  const warnings: ClientSecretsIssue[] = []
  let client: ClientSecrets
  try {
    client = loadClientSecretsSync(fileSource(path), { onWarning: warning => warnings.push(warning) })
  } catch (error) {
    if (!ClientSecretsError.is(error)) throw error
    console.error([error.message, ...printWarnings(warnings)].join("\n"))
    return 1
  }
  title(`${fileSource(shortPath(path)).name}, from every place there is a source for`)
  const status = await showEverywhere({ path, text: toClientSecretsJson(client) })
  if (warnings.length > 0) {
    title("Odd, and no error")
    console.log(printWarnings(warnings).join("\n"))
  }
  return status
}

async function showEverywhere(subject: Subject): Promise<number> {
  const findings = await loadEverywhere(subject)
  console.log(printFindings(findings))
  const failures = findings.filter(finding => finding.error)
  for (const { place, error } of failures) console.log(`\n${place}: ${error?.message}`)
  return failures.length === 0 ? 0 : 1
}

function printWarnings(warnings: readonly ClientSecretsIssue[]): string[] {
  return warnings.map(
    ({ message, hint, line, column }) => `- ${line ? `${line}:${column} ` : ""}${message} (no error)\n  ${hint}`,
  )
}

async function failureOf(load: () => Promise<unknown>): Promise<string> {
  try {
    await load()
  } catch (error) {
    if (ClientSecretsError.is(error)) return error.message
    throw error
  }
  throw new Error("It was to fail.")
}

let isFirst = true

function title(text: string): void {
  const isBold = process.stdout.isTTY && process.stdout.hasColors()
  console.log(`${isFirst ? "" : "\n"}${isBold ? `\u001b[1m${text}\u001b[22m` : text}\n`)
  isFirst = false
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path) || "."
  return short.startsWith("..") ? path : short
}

// Whoever reads the output may have seen enough of it.
process.stdout.on("error", () => process.exit(1))
process.exitCode = await main(process.argv.slice(2))
