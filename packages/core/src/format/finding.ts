import { printableName } from "../secret/printable.ts"
import type { ClientSecretsIssue, ClientSecretsIssueCode, IssueDetails, IssueOption } from "./issue.ts"
import { issueCatalog } from "./issue-catalog.ts"
import type { JsonMember, JsonNode } from "./json-tree.ts"
import { clientSecretsMembers, clientTypes } from "./members.ts"
import { type Place, placeAt } from "./text-place.ts"

/** What a rule found: a code with what its sentences need, and where, by the real names. It never leaves core. */
export type Finding = {
  [Code in ClientSecretsIssueCode]: {
    readonly code: Code
    /** From the root, with the real names: an issue prints only those that cannot be secret. */
    readonly path: readonly (string | number)[]
    /** Where it is, for what is not at a value or a name: a duplicate, a fault. Read as an own property. */
    readonly start?: number
  } & (IssueDetails[Code] extends undefined ? unknown : IssueDetails[Code])
}[ClientSecretsIssueCode]

/** Findings that are about a member's name: their place is the name's. */
const aboutNames: ReadonlySet<ClientSecretsIssueCode> = new Set([
  "misnamed",
  "unknown_member",
  "duplicate_member",
  "misspelled_member",
  "no_client_type",
  "other_client_type",
])

/** Makes issues of findings, in the order of the text. */
export function describeFindings(
  findings: readonly Finding[],
  root: JsonNode | undefined,
  lineStarts: readonly number[] | undefined,
  accept: readonly string[],
): readonly ClientSecretsIssue[] {
  const located = findings.map(finding => ({ finding, start: startOf(finding) ?? locate(finding, root) }))
  located.sort((one, other) => one.start - other.start)
  return located.map(({ finding, start }) => {
    const hasPlace = root !== undefined || startOf(finding) !== undefined
    const place = lineStarts !== undefined && hasPlace ? placeAt(lineStarts, start) : undefined
    return describe(finding, root, place, accept)
  })
}

function describe(
  finding: Finding,
  root: JsonNode | undefined,
  place: Place | undefined,
  accept: readonly string[],
): ClientSecretsIssue {
  // No argument fits the union of all entries: the code determines which one it is.
  const entry = issueCatalog[finding.code] as (typeof issueCatalog)["wrong_kind"]
  const detail = finding as Finding & { code: "wrong_kind" }
  const at = nameOf(finding.path, root)
  const hint = entry.hint(at, detail)
  const option = Object.hasOwn(entry, "option") ? entry.option?.(at, detail) : undefined
  return {
    code: finding.code,
    severity: option?.name === "accept" && accept.includes(finding.code) ? "warning" : entry.severity,
    message: entry.message(at, detail),
    hint: option === undefined ? hint : `${hint} ${sentenceOf(option)}`.trim(),
    path: printPath(finding.path, root),
    line: place?.line,
    column: place?.column,
    option: option && { ...option, hint },
  }
}

function startOf(finding: Finding): number | undefined {
  return Object.hasOwn(finding, "start") ? finding.start : undefined
}

/** The last sentence of a hint: how to accept the finding in code. */
function sentenceOf({ name, value, when }: Omit<IssueOption, "hint">): string {
  if (name === "maxBytes") return `${when}, raise the option maxBytes.`
  if (name === "optional" || name === "accept") return `${when}, pass { ${name}: ["${value}"] }.`
  return `${when}, pass { ${name}: ${typeof value === "string" ? `"${value}"` : value} }.`
}

/** Where a finding is: the beginning of a name or of a value. */
function locate({ code, path }: Finding, root: JsonNode | undefined): number {
  let node = root
  let start = root?.start ?? 0
  for (const [depth, segment] of path.entries()) {
    const member: JsonMember | undefined = typeof segment === "string" ? node?.members?.get(segment) : undefined
    const next: JsonNode | undefined = typeof segment === "string" ? member?.node : node?.items?.[segment]
    // What is missing has no place: the object that lacks it has one.
    if (next === undefined) return start
    const isName = member !== undefined && depth === path.length - 1 && aboutNames.has(code)
    start = isName ? member.start : next.start
    node = next
  }
  return start
}

/** The names of the format itself: no value can be meant by them. */
const formatNames: ReadonlySet<string> = new Set([...clientTypes, ...clientSecretsMembers.map(({ name }) => name)])

/** A path as an issue has it: a name that could be a secret appears as its position. */
function printPath(path: readonly (string | number)[], root: JsonNode | undefined): readonly (string | number)[] {
  let node = root
  return path.map(segment => {
    const member: JsonMember | undefined = typeof segment === "string" ? node?.members?.get(segment) : undefined
    const isForeign = typeof segment === "string" && !formatNames.has(segment)
    const printed = isForeign ? printableName(segment, member?.index ?? 0) : segment
    node = typeof segment === "string" ? member?.node : node?.items?.[segment]
    return printed
  })
}

/** A member as a message names it: `client_id`, `redirect_uris[0]`, `The 5th member of "web"`. */
function nameOf(path: readonly (string | number)[], root: JsonNode | undefined): string {
  const printed = printPath(path, root)
  const last = printed.at(-1)
  if (last === undefined) return "The document"
  const isItem = typeof path.at(-1) === "number"
  if (isItem) return `${nameOf(path.slice(0, -1), root)}[${last}]`
  if (typeof last === "number") {
    const holder = printed.at(-2)
    return `The ${ordinal(last + 1)} member of ${typeof holder === "string" ? `"${holder}"` : "the file"}`
  }
  return printed.length === 1 ? `"${last}"` : last
}

function ordinal(number: number): string {
  const tens = number % 100
  if (tens > 10 && tens < 14) return `${number}th`
  return `${number}${["th", "st", "nd", "rd"][number % 10] ?? "th"}`
}
