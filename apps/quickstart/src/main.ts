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

const usage = `npm start                                    an example, loaded from every kind of source; then a broken file
npm start -- path/to/client_secrets.json     your own file, the same way`

const nextSteps = `npm start -- path/to/client_secrets.json     check your own file the same way
npm run web                                  a web application that signs you in with such a file
npm install client-secrets                   use it in your own project:

  import { envSource, fileSource, firstOf, loadClientSecrets } from "client-secrets"
  const google = await loadClientSecrets(firstOf(envSource(), fileSource()))`

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
  title(`One client, ${shortPath(example)}, loaded from every kind of source`)
  const status = await showEverywhere({ path: example, text: readFileSync(example, "utf8") })

  title(`What happens with a broken file: ${shortPath(broken)}`)
  console.log(await failureOf(() => loadClientSecrets(fileSource(broken))))

  title("What happens when there is no file")
  console.log(await failureOf(() => loadClientSecrets(firstOf(envSource({ env: {} }), fileSource("nowhere.json")))))

  title("Next")
  console.log(nextSteps)
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
  title(`${fileSource(shortPath(path)).name}, loaded from every kind of source`)
  const status = await showEverywhere({ path, text: toClientSecretsJson(client) })
  if (warnings.length > 0) {
    title("Warnings")
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
  return warnings.map(({ message, hint, line, column }) => `- ${line ? `${line}:${column} ` : ""}${message}\n  ${hint}`)
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

// The reader of the output may have closed it.
process.stdout.on("error", () => process.exit(1))
process.exitCode = await main(process.argv.slice(2))
