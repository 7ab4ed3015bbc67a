import { type AST, RegExpParser } from "@eslint-community/regexpp"

/** A string that grows: `head`, `pump` many times, `tail`. */
export interface Attack {
  readonly head: string
  readonly pump: string
  readonly tail: string
}

/** Characters that the classes of our expressions distinguish. */
const alphabet = [
  ..." \n\r\t\0aAfFzZ09-_.,:;/\\|{}[]()<>='\"`%#*$+?!@&^~é\u2028\ud800",
  // Longer runs, which often connect two parts of an expression.
  "a ",
  "a.",
  " =",
  "\r\n",
  "/*",
  "//",
  "%2",
  "::",
]

const ends = ["", "!\n\0"]

/**
 * Texts that slow down an expression if any do: for each repetition the text before it, then characters that the
 * repetition matches, then an end on which the match fails. Also repeated beginnings of the expression: if a match is
 * tried from many positions, each attempt may read to the end.
 */
export function attacksOn(expression: RegExp): readonly Attack[] {
  const pattern = new RegExpParser().parsePattern(expression.source, undefined, undefined, {
    unicode: expression.flags.includes("u"),
    unicodeSets: expression.flags.includes("v"),
  })
  const pumps = distinguished(pattern, expression.flags)
  const attacks: Attack[] = []
  for (const { head, element } of repetitionsIn(pattern, expression.flags)) {
    const own = [...new Set([...element, ...pumps])]
    // A character that the repetition does not match ends it.
    const tails = [...ends, ...pumps.filter(text => !element.includes(text)).slice(0, 4)]
    for (const pump of own) for (const tail of tails) attacks.push({ head, pump, tail })
    for (const first of element)
      for (const before of ["", "-", " ", "/"])
        for (const tail of tails) attacks.push({ head: "", pump: before + head + first, tail })
  }
  return [...new Map(attacks.map(attack => [JSON.stringify(attack), attack])).values()].filter(
    ({ pump }) => pump !== "",
  )
}

interface Repetition {
  /** A text that the expression matches before the repetition. */
  readonly head: string
  /** Texts that it repeats. */
  readonly element: readonly string[]
}

/** With fewer repetitions than this there is no growth. */
const fewest = 64

function* repetitionsIn(pattern: AST.Pattern, flags: string): Generator<Repetition> {
  for (const alternative of pattern.alternatives) yield* within(alternative.elements, "", flags)
}

function* within(elements: readonly AST.Element[], start: string, flags: string): Generator<Repetition> {
  let head = start
  for (const element of elements) {
    if (element.type === "Quantifier") {
      const texts = textsOf(element.element, flags)
      if (element.max - element.min >= fewest || element.min >= fewest) yield { head, element: texts }
      if (isGroup(element.element))
        for (const { elements } of element.element.alternatives) yield* within(elements, head, flags)
    } else if (isGroup(element)) {
      for (const { elements } of element.alternatives) yield* within(elements, head, flags)
    }
    head += textsOf(element, flags)[0] ?? ""
  }
}

function isGroup(node: AST.Element | AST.QuantifiableElement): node is AST.Group | AST.CapturingGroup {
  return node.type === "Group" || node.type === "CapturingGroup"
}

/** Short texts that a part of an expression matches; the first is the shortest non-empty one, if there is one. */
function textsOf(node: AST.Element, flags: string): readonly string[] {
  switch (node.type) {
    case "Group":
    case "CapturingGroup":
      return [...new Set(node.alternatives.flatMap(({ elements }) => textsOfSequence(elements, flags)))]
    case "Quantifier": {
      if (node.max === 0) return [""]
      const texts = textsOf(node.element, flags)
      return texts.map(text => text.repeat(Math.min(Math.max(node.min, 1), 300)))
    }
    case "Assertion":
    case "Backreference":
      return [""]
    case "Character":
      return [String.fromCodePoint(node.value)]
    default:
      return charactersOf(node.raw, flags)
  }
}

/** One text for each choice of the first element that has choices: not every combination. */
function textsOfSequence(elements: readonly AST.Element[], flags: string): readonly string[] {
  const choices = elements.map(element => textsOf(element, flags))
  const plain = choices.map(texts => texts[0] ?? "")
  return choices.flatMap((texts, index) =>
    texts.map(text => [...plain.slice(0, index), text, ...plain.slice(index + 1)].join("")),
  )
}

function charactersOf(raw: string, flags: string): readonly string[] {
  const own = new RegExp(`^${raw}$`, flags.replace(/[gy]/g, ""))
  return alphabet.filter(text => [...text].length === 1 && own.test(text))
}

/** One of each kind of character: those that no class of the expression distinguishes behave alike. */
function distinguished(pattern: AST.Pattern, flags: string): readonly string[] {
  const sets: RegExp[] = []
  const literals: string[] = []
  const visit = (node: AST.Node): void => {
    if (node.type === "CharacterClass" || node.type === "CharacterSet" || node.type === "Character")
      sets.push(new RegExp(`^${node.raw}$`, flags.replace(/[gy]/g, "")))
    if (node.type === "Alternative") literals.push(...runsOf(node.elements))
    if (node.type === "Quantifier") visit(node.element)
    if ("alternatives" in node) for (const alternative of node.alternatives) visit(alternative)
    if (node.type === "Alternative") for (const element of node.elements) visit(element)
  }
  visit(pattern)
  const byKind = new Map<string, string>()
  for (const text of alphabet) {
    const kind = [...text].map(one => sets.map(set => (set.test(one) ? 1 : 0)).join("")).join()
    if (!byKind.has(kind)) byKind.set(kind, text)
  }
  return [...byKind.values(), ...literals]
}

/** The words of an alternative, such as `client_`. */
function runsOf(elements: readonly AST.Element[]): readonly string[] {
  const runs = [""]
  for (const element of elements) {
    if (element.type === "Character") runs[runs.length - 1] += String.fromCodePoint(element.value)
    else if (runs.at(-1) !== "") runs.push("")
  }
  return runs.filter(run => run.length > 1)
}
