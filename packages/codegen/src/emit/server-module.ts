import type { ClientModel, EnvironmentModel } from "../model/model.ts"
import { identifiersOf } from "../read/identifiers.ts"
import type { SecretReference } from "../read/secret-reference.ts"
import { bracketed, type Expression, layOut, lines, statement } from "./layout.ts"
import { literal } from "./literal.ts"
import { declareConstant, environmentTypes, header, type ModuleKind, redirectType } from "./module-text.ts"

/** Returns the secret to write into a server module, by environment. */
export type InlineSecret = (environment: string | undefined) => string

/** The function with which a server module reads one kind of reference. */
interface ReaderKind {
  readonly source: string
  /** The package that the entry of `client-secrets` re-exports. */
  readonly scoped: string
  readonly entry: string
  /** The member of the options that is for it. */
  readonly option: "env" | "aws" | undefined
  readonly isSync: boolean
}

const readerKinds: Readonly<Record<SecretReference["kind"], ReaderKind>> = {
  env: {
    source: "envSource",
    scoped: "@client-secrets/env",
    entry: "client-secrets",
    option: "env",
    isSync: true,
  },
  file: {
    source: "fileSource",
    scoped: "@client-secrets/file",
    entry: "client-secrets",
    option: undefined,
    isSync: true,
  },
  aws: {
    source: "awsSecretsManagerSource",
    scoped: "@client-secrets/aws-secrets-manager",
    entry: "client-secrets/aws-secrets-manager",
    option: "aws",
    isSync: false,
  },
}

const awsOptions = "AwsSecretsManagerSourceOptions"

/** The text of a server module: the public values once more, and the function that returns the source. */
export function serverModule(kind: ModuleKind, model: ClientModel, inline: InlineSecret | undefined): string {
  const { value, type } = identifiersOf(model.name, "A client's name")
  const [first] = model.environments
  const hasEnvironments = first.name !== undefined
  // The environments of one client have references of the same kinds, in the same order.
  const kinds = inline === undefined ? first.secrets.map(({ kind }) => readerKinds[kind]) : []
  const source = kinds.every(({ isSync }) => isSync) ? "SyncSource" : "Source"
  const options = optionsOf(kinds, type)
  const typed = (text: string): string => (kind === "mjs" ? "" : text)
  const parameters = [
    ...(hasEnvironments ? [`environment${typed(`: ${type}Environment`)}`] : []),
    ...(options === undefined ? [] : [`options${typed(`?: ${options.name}`)}`]),
  ]
  const signature = (before: string, after: string): string =>
    bracketed(["(", ")"], parameters, {
      before: `${before} ${value}Source`,
      after: `${typed(`: ${source}`)}${after}`,
      indent: "",
    })
  const grouped = hasEnvironments
    ? Object.fromEntries(model.environments.map(({ name = "", client }) => [name, client]))
    : first.client
  const redirects = first.client.redirectUris === undefined ? "never" : `(typeof ${value}.redirectUris)[number]`
  const secretOf = (environment: EnvironmentModel): Expression =>
    inline === undefined
      ? secretExpression(environment.secrets)
      : { call: "inlineSource", arguments: [literal(inline(environment.name))] }

  return lines(
    header,
    "",
    ...imports(kind, model, kinds, source),
    "",
    "/** The client, without its secret: the same as in the public module. */",
    declareConstant(kind, value, grouped),
    "",
    ...(hasEnvironments ? environmentTypes(kind, model, value, type) : redirectType(kind, redirects)),
    ...(options === undefined || kind === "mjs" || options.declaration.length === 0
      ? []
      : [...options.declaration, ""]),
    ...(inline === undefined || kind === "d.mts" ? [] : [inlineSource(kind), ""]),
    "/** Source for the full client. The secret is read when the source is read, not on import. */",
    kind === "d.mts"
      ? statement(signature("export declare function", ";"))
      : statement(
          [
            signature("export function", " {"),
            ...(hasEnvironments
              ? chooseEnvironment(value, model, secretOf)
              : [returned("  ", { call: "secretSource", arguments: [value, secretOf(first)] })]),
            "}",
          ].join("\n"),
        ),
  )
}

function returned(indent: string, expression: Expression): string {
  return layOut(expression, indent, `${indent}return `, ";")
}

function chooseEnvironment(
  value: string,
  { environments }: ClientModel,
  secretOf: (environment: EnvironmentModel) => Expression,
): readonly string[] {
  const names = environments.map(({ name }) => name).join(", ")
  const message: Expression = {
    call: "new TypeError",
    arguments: [literal(`environment must be one of ${names}.`)],
  }
  return [
    "  switch (environment) {",
    ...environments.flatMap(environment => {
      const name = literal(environment.name ?? "")
      const client = name.includes("-") ? `${value}[${name}]` : `${value}.${environment.name}`
      const call: Expression = { call: "secretSource", arguments: [client, secretOf(environment)] }
      return [`    case ${name}:`, returned("      ", call)]
    }),
    "    default:",
    layOut(message, "      ", "      throw ", ";"),
    "  }",
  ]
}

/** One reference, or several in the order in which they are read. */
function secretExpression(references: readonly SecretReference[]): Expression {
  const expressions = references.map(referenceExpression)
  const [only] = expressions
  return expressions.length === 1 ? only! : { call: "firstOf", arguments: expressions }
}

function referenceExpression(reference: SecretReference): Expression {
  const { source } = readerKinds[reference.kind]
  switch (reference.kind) {
    case "env":
      return { call: source, arguments: [`{ env: options?.env, name: ${literal(reference.name)} }`] }
    case "file":
      return { call: source, arguments: [literal(reference.path)] }
    case "aws":
      return { call: source, arguments: [literal(reference.id), "options"] }
  }
}

interface OptionsType {
  readonly name: string
  readonly declaration: readonly string[]
}

/** The type of the options of the source function, if it has any. */
function optionsOf(kinds: readonly ReaderKind[], type: string): OptionsType | undefined {
  const hasEnv = kinds.some(({ option }) => option === "env")
  const hasAws = kinds.some(({ option }) => option === "aws")
  const name = `${type}SourceOptions`
  if (!hasEnv) return hasAws ? { name: awsOptions, declaration: [] } : undefined
  const declaration = [
    "/** What the source is read with. */",
    statement(
      [
        `export interface ${name}${hasAws ? ` extends ${awsOptions}` : ""} {`,
        "  /** The variables, where they are passed to a function, as in a Worker. */",
        "  readonly env?: object | undefined;",
        "}",
      ].join("\n"),
    ),
  ]
  return { name, declaration }
}

function imports(
  kind: ModuleKind,
  { imports: style }: ClientModel,
  kinds: readonly ReaderKind[],
  source: string,
): readonly string[] {
  const names = new Map<string, Set<string>>()
  const add = (specifier: string, name: string): void => {
    names.set(specifier, (names.get(specifier) ?? new Set()).add(name))
  }
  const isScoped = style === "scoped"
  const core = isScoped ? "@client-secrets/core" : "client-secrets"
  const specifierOf = ({ scoped, entry }: ReaderKind): string => (isScoped ? scoped : entry)
  if (kind !== "mjs") {
    add(core, `type ${source}`)
    for (const one of kinds) if (one.option === "aws") add(specifierOf(one), `type ${awsOptions}`)
  }
  if (kind !== "d.mts") {
    for (const one of kinds) add(specifierOf(one), one.source)
    if (kinds.length > 1) add(core, "firstOf")
    add(`${core}/server-only`, "secretSource")
  }
  return [...names]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([specifier, set]) => {
      const list = [...set].sort((left, right) => (bare(left) < bare(right) ? -1 : 1))
      const isTypes = list.every(name => name.startsWith("type "))
      const before = isTypes ? "import type " : "import "
      const items = isTypes ? list.map(bare) : list
      const after = ` from ${literal(specifier)};`
      // Prettier never breaks an import of a single name.
      return items.length === 1
        ? `${before}{ ${items[0]} }${after}`
        : statement(bracketed(["{", "}"], items, { before, after, indent: "" }))
    })
}

function bare(name: string): string {
  return name.replace(/^type /, "")
}

function inlineSource(kind: ModuleKind): string {
  const [parameter, result] = kind === "ts" ? ["content: string", ": SyncSource"] : ["content", ""]
  return [
    `function inlineSource(${parameter})${result} {`,
    "  return {",
    '    name: "generated module",',
    "    read: async () => ({ content }),",
    "    readSync: () => ({ content }),",
    "  };",
    "}",
  ].join("\n")
}
