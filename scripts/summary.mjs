// Adds up the reports of each package's vitest, names every suite that was skipped, and ends with one line of figures.
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const totals = { passed: 0, failed: 0, skipped: 0 }
const skipped = []
const failed = []
const unstable = []

for (const group of ["packages/", "apps/", ""]) {
  for (const name of group === "" ? ["tools"] : readdirSync(`${root}${group}`)) {
    let report
    try {
      report = JSON.parse(readFileSync(`${root}${group}${name}/test-results/vitest.json`, "utf8"))
    } catch {
      continue
    }
    totals.passed += report.numPassedTests
    totals.failed += report.numFailedTests + (report.success ? 0 : report.numFailedTests === 0 ? 1 : 0)
    totals.skipped += report.numPendingTests + report.numTodoTests
    for (const file of report.testResults) {
      for (const test of file.assertionResults) {
        const title = `${name}: ${test.fullName}`
        if (test.status === "failed") failed.push({ title, reason: reasonOf(test) })
        else if (test.status !== "passed") skipped.push(title)
        // The message is of an earlier attempt.
        else if (test.failureMessages.length > 0) unstable.push({ title, reason: reasonOf(test) })
      }
    }
  }
}

printWithReasons("UNSTABLE", unstable)
printWithReasons("FAILED", failed)
for (const title of skipped) console.log(`SKIPPED  ${title}`)
if (skipped.length > 0) {
  console.log(`\n${skipped.length} tests were SKIPPED on this machine; \`bash .ci/run\` installs what they need.`)
}
if (unstable.length > 0) console.log(`\nUNSTABLE, passed only at the second attempt: ${unstable.length}`)
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
)
if (totals.failed > 0 || totals.passed === 0) process.exit(1)
if (totals.skipped > 0 && process.env.CI === "true") {
  console.error("With CI=true a skipped test is a failure.")
  process.exit(1)
}

/** One cause often fails many tests: it is printed below the last of them. */
function printWithReasons(word, tests) {
  for (const [index, { title, reason }] of tests.entries()) {
    console.log(`${word.padEnd(8)} ${title}`)
    if (reason !== tests[index + 1]?.reason) console.log(indent(reason))
  }
}

/** The first failure's message without the frames of the stack, cut at both ends to what a person would read. */
function reasonOf(test) {
  const lines = (test.failureMessages[0] ?? "").split("\n").filter(line => line.trim() !== "" && !isFrame(line))
  const shown = lines.length <= 12 ? lines : [...lines.slice(0, 6), `[${lines.length - 11} lines]`, ...lines.slice(-5)]
  return shown.map(line => (line.length <= 400 ? line : `${line.slice(0, 400)} […]`)).join("\n")
}

function isFrame(line) {
  return line.trimStart().startsWith("at ")
}

function indent(text) {
  return text.replaceAll(/^/gm, "         ")
}
