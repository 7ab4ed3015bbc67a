import { parentPort, workerData } from "node:worker_threads"
// The built package, since that is the one that meets hostile documents.
import { type ClientSecretsIssue, safeParseClientSecrets } from "@client-secrets/core"
import type { Answer, Question } from "./answer-in-time.ts"
import { webText } from "./fixtures.ts"

const { document, options } = workerData as Question

let urisParsed = 0
globalThis.URL = class extends URL {
  constructor(...given: ConstructorParameters<typeof URL>) {
    super(...given)
    urisParsed++
  }
} as typeof URL

function count(issues: readonly ClientSecretsIssue[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of issues) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

function answer(): Answer {
  const input = new Function("webText", `return ${document}`)(webText) as string
  try {
    const result = safeParseClientSecrets(input, options)
    return {
      outcome: result.success ? "ok" : result.error.code,
      issues: result.success ? {} : count(result.error.issues),
      warnings: count(result.warnings),
      messageLength: result.success ? 0 : result.error.message.length,
      urisParsed,
    }
  } catch (error) {
    return { outcome: String(error), issues: {}, warnings: {}, messageLength: 0, urisParsed }
  }
}

parentPort!.postMessage(answer())
