import { expect, test } from "vitest"
import { type ClientSecretsIssueCode, issueExplanations } from "../../src/index.ts"
import { documentsOfCodes } from "./documents-of-codes.ts"

const codes = Object.keys(documentsOfCodes) as ClientSecretsIssueCode[]

/** Random letters and digits, which none of our sentences contains by chance. */
function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(15))
  return `x${Array.from(bytes, byte => byte.toString(36).padStart(2, "0")).join("")}`
}

/** The same values in every run: `abcdefgh1`, `abcdefgh2`. */
function counter(): () => string {
  let count = 0
  return () => `abcdefgh${++count}`
}

/** Codes of issues about the whole document, which have no member to name. */
const ofDocument =
  /^(no_input|too_large|encoding|not_json|too_deep|unreadable|wrong_kind|two_client_types|other_client_type)$/

test.each(codes)("%s: message and hint are sentences, name the member, and show no value", code => {
  for (let round = 0; round < 20; round++) {
    const values: string[] = []
    const issues = documentsOfCodes[code](() => {
      const value = random()
      values.push(value)
      return value
    })
    const issue = issues.find(one => one.code === code)
    expect(issue, issues.map(one => one.code).join()).toBeDefined()
    const { message, hint, path } = issue!
    for (const sentence of [message, hint]) expect(sentence).toMatch(/^["A-Za-z].*[.?]$/)
    if (!ofDocument.test(code)) {
      const named = path.findLast(segment => typeof segment === "string")
      expect(message).toContain(named)
    }
    for (const { message, hint, option, path } of issues) {
      const told = JSON.stringify([message, hint, option, path])
      for (const value of values)
        for (let start = 0; start + 6 <= value.length; start++)
          expect(told).not.toContain(value.slice(start, start + 6))
    }
  }
})

test("every code has an explanation in sentences, and the severity of its issues", () => {
  const explained = issueExplanations()
  expect(explained.map(({ code }) => code)).toEqual(codes)
  for (const { code, severity, explanation } of explained) {
    expect(explanation).toMatch(/^["A-Z].*\.$/)
    const issue = documentsOfCodes[code](random).find(one => one.code === code)
    expect(issue?.severity).toBe(severity)
  }
})

test("the hint of an issue names the option that accepts it", () => {
  let accepted = 0
  for (const code of codes) {
    const { option, hint } = documentsOfCodes[code](random).find(one => one.code === code)!
    if (option === undefined) continue
    accepted++
    expect(hint).toContain(option.name)
    expect(hint.startsWith(option.hint)).toBe(true)
    expect(hint).toContain(option.when)
  }
  expect(accepted).toBeGreaterThan(8)
})

test("docs/errors.md matches the catalog (vitest -u writes it)", async () => {
  const rows = issueExplanations().map(({ code, severity, explanation }) => {
    const { message, hint } = documentsOfCodes[code](counter()).find(one => one.code === code)!
    return [`### ${code}`, `*${severity}*`, explanation, `> ${message}<br>\n> ${hint}`].join("\n\n")
  })
  const page = [
    "# Errors of a client file",
    "What a code of an issue means, why the rule exists, and how its message and hint read. This page is generated from the catalog in `packages/core/src/format/issue-catalog.ts`; a test keeps it true.",
    "An *error* refuses the file. A *warning* does not: `onWarning` and `safeParseClientSecrets` report it.",
    ...rows,
  ]
  await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot("../../../../docs/errors.md")
})
