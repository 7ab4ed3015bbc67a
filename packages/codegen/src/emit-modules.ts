import type { PublicClient } from "@client-secrets/core"
import { identifiersOf } from "./identifiers.ts"
import { literal } from "./literal.ts"
import type { ClientModel, EnvironmentModel, GeneratedFile } from "./model.ts"
import { publicEntries } from "./public-members.ts"
import type { SecretReference } from "./secret-reference.ts"

/** The kinds of file that a module is: its source, or JavaScript beside its declarations. */
type Kind = "ts" | "mjs" | "d.mts"

/** Gives the secret to write into a server module, by environment. */
export type InlineSecret = (environment: string | undefined) => string

/** A public module and, unless the client needs no secret, a server module; with `inline` it holds the secret. */
export function emitModules(
  language: "ts" | "mjs",
  client: ClientModel,
  inline?: InlineSecret,
): readonly GeneratedFile[] {
  const kinds: readonly Kind[] = language === "ts" ? ["ts"] : ["mjs", "d.mts"]
  const hasServer = client.environments.some(({ secret }) => secret.kind !== "none")
  return kinds.flatMap(kind => {
    const publicModule = { path: `${client.name}.public.${kind}`, text: publicText(kind, client), holdsSecret: false }
    if (!hasServer) return [publicModule]
    const holdsSecret = inline !== undefined && kind !== "d.mts"
    const text = serverText(kind, client, inline)
    return [publicModule, { path: `${client.name}.server.${kind}`, text, holdsSecret }]
  })
}

function publicText(kind: Kind, client: ClientModel): string {
  const { value, type } = identifiersOf(client.name, "A client's name")
  const declare = declarer(kind)
  const comment = "/** The client, without its secret: safe in a browser. */"
  const [{ client: only, name }] = client.environments
  if (name === undefined) {
    const flat = entriesOf(only).map(
      ([property, member]) => [property === "type" ? "clientType" : property, member] as const,
    )
    return lines(
      header(client),
      "",
      ...flat.map(([property, member]) => declare(property, member)),
      "",
      ...redirectType(kind, only.redirectUris === undefined ? "never" : "(typeof redirectUris)[number]"),
      comment,
      ...group(
        kind,
        value,
        entriesOf(only).map(([property]) => [property, property === "type" ? "clientType" : property]),
      ),
    )
  }
  const names = client.environments.map(environment => identifiersOf(environment.name!, "An environment").value)
  return lines(
    header(client),
    "",
    ...client.environments.flatMap((environment, index) => [declare(names[index]!, environment.client), ""]),
    comment.replace("client,", "client in each environment,"),
    ...group(
      kind,
      value,
      client.environments.map((environment, index) => [environment.name!, names[index]!]),
    ),
    "",
    ...environmentTypes(kind, client, value, type),
  )
}

function serverText(kind: Kind, client: ClientModel, inline: InlineSecret | undefined): string {
  const { value, type } = identifiersOf(client.name, "A client's name")
  const [first] = client.environments
  const hasEnvironments = first.name !== undefined
  const { from, imported, optionsType, isSync, call } = readers[inline === undefined ? first.secret.kind : "inline"]
  const source = isSync ? "SyncSource" : "Source"
  const typed = (text: string): string => (kind === "mjs" ? "" : text)
  const parameters = [
    ...(hasEnvironments ? [`environment${typed(`: ${type}Environment`)}`] : []),
    ...(optionsType === undefined ? [] : [`options${typed(`?: ${optionsType}`)}`]),
  ].join(", ")
  const readerOf = (environment: EnvironmentModel): string => call(environment.secret, inline?.(environment.name))
  const typeImports = kind === "mjs" ? [] : [`import type { ${source} } from "@client-secrets/core";`]
  const valueImports = [
    'import { secretSource } from "@client-secrets/core/server-only";',
    ...(from === undefined ? [] : [`import { ${imported} } from "${from}";`]),
  ]
  const optionsImport = `import type { ${optionsType} } from "${from}";`
  const isNamedType = optionsType !== undefined && !optionsType.startsWith("{")
  const declaration = `function ${value}Source(${parameters})${typed(`: ${source}`)}`
  const body = hasEnvironments
    ? [
        "  switch (environment) {",
        ...client.environments.flatMap(environment => [
          `    case ${literal(environment.name!)}:`,
          `      return secretSource(${value}[${literal(environment.name!)}], ${readerOf(environment)});`,
        ]),
        "    default:",
        `      throw new TypeError(${literal(`The environments are ${client.environments.map(({ name }) => name).join(", ")}.`)});`,
        "  }",
      ]
    : [`  return secretSource(${value}, ${readerOf(first)});`]
  const grouped = hasEnvironments
    ? Object.fromEntries(client.environments.map(environment => [environment.name!, environment.client]))
    : first.client

  return lines(
    header(client),
    "",
    ...typeImports,
    ...(kind === "d.mts" ? [] : valueImports),
    ...(kind !== "mjs" && isNamedType ? [optionsImport] : []),
    "",
    "/** The client, without its secret: the same as in the public module. */",
    declarer(kind)(value, grouped),
    "",
    ...(hasEnvironments
      ? environmentTypes(kind, client, value, type)
      : redirectType(
          kind,
          first.client.redirectUris === undefined ? "never" : `(typeof ${value}.redirectUris)[number]`,
        )),
    ...(inline === undefined || kind === "d.mts" ? [] : inlineFunction(kind)),
    "/** The client with its secret: a source, which reads it when it is read itself, and nothing before. */",
    ...(kind === "d.mts" ? [`export declare ${declaration};`] : [`export ${declaration} {`, ...body, "}"]),
  )
}

interface Reader {
  readonly from?: string
  readonly imported?: string
  readonly optionsType?: string
  readonly isSync: boolean
  readonly call: (reference: SecretReference, inline: string | undefined) => string
}

const readers: Readonly<Record<SecretReference["kind"] | "inline", Reader>> = {
  env: {
    from: "@client-secrets/env",
    imported: "envSource",
    optionsType: "{ readonly env?: object | undefined }",
    isSync: true,
    call: reference => `envSource({ ...options, name: ${literal((reference as { name: string }).name)} })`,
  },
  file: {
    from: "@client-secrets/file",
    imported: "fileSource",
    isSync: true,
    call: reference => `fileSource(${literal((reference as { path: string }).path)})`,
  },
  aws: {
    from: "@client-secrets/aws-secrets-manager",
    imported: "awsSecretsManagerSource",
    optionsType: "AwsSecretsManagerSourceOptions",
    isSync: false,
    call: reference => `awsSecretsManagerSource(${literal((reference as { id: string }).id)}, options)`,
  },
  none: { isSync: true, call: () => "" },
  inline: { isSync: true, call: (_, secret) => `inlineSource(${literal(secret!)})` },
}

function inlineFunction(kind: Kind): readonly string[] {
  const type = kind === "ts" ? ["content: string", ": SyncSource"] : ["content", ""]
  return [
    `function inlineSource(${type[0]})${type[1]} {`,
    '  return { name: "generated module", read: async () => ({ content }), readSync: () => ({ content }) };',
    "}",
    "",
  ]
}

function header({ environments }: ClientModel): string {
  return lines(
    "// Generated by client-secrets from the public part of an OAuth client file. Do not edit: `npx client-secrets generate`.",
    ...environments.map(({ name = "public part", digest }) => `// ${name}: sha256 ${digest}`),
    "/* eslint-disable */",
    ...["assist", "format", "lint"].map(category => `// biome-ignore-all ${category}: generated`),
  ).trimEnd()
}

function entriesOf(client: PublicClient): readonly (readonly [property: string, member: string | readonly string[]])[] {
  return [["type", client.type], ...publicEntries(client).map(({ property, value }) => [property, value] as const)]
}

type Value = string | readonly string[] | PublicClient | Readonly<Record<string, PublicClient>>

/** A declaration of a constant with its literal type. */
function declarer(kind: Kind): (name: string, value: Value) => string {
  return (name, value) => {
    if (kind === "d.mts") return `export declare const ${name}: ${valueText(value, "readonly ")};`
    const asConst = kind === "ts" && typeof value !== "string" ? " as const" : ""
    return `export const ${name} = ${valueText(value, "")}${asConst};`
  }
}

function valueText(value: Value, readonly: "" | "readonly ", indent = ""): string {
  if (typeof value === "string") return literal(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return `${readonly}[]`
    return `${readonly}[\n${value.map((item: string) => `${inner}${literal(item)},\n`).join("")}${indent}]`
  }
  const entries = isClient(value) ? entriesOf(value) : Object.entries(value)
  const [separator, prefix] = readonly === "" ? [",", ""] : [";", "readonly "]
  return `{\n${entries
    .map(([name, member]) => `${inner}${prefix}${key(name)}: ${valueText(member, readonly, inner)}${separator}\n`)
    .join("")}${indent}}`
}

function isClient(value: Value): value is PublicClient {
  return typeof (value as PublicClient).type === "string"
}

/** Names of clients and environments are words, and still may be no identifier. */
function key(name: string): string {
  return name.includes("-") ? literal(name) : name
}

/** An object of constants that were declared before; its type is written out, as `isolatedDeclarations` asks. */
function group(
  kind: Kind,
  name: string,
  members: readonly (readonly [key: string, constant: string])[],
): readonly string[] {
  const types = members.map(([property, constant]) => `  readonly ${key(property)}: typeof ${constant};`)
  const values = members.map(
    ([property, constant]) => `  ${property === constant ? property : `${key(property)}: ${constant}`},`,
  )
  if (kind === "d.mts") return [`export declare const ${name}: {`, ...types, "};"]
  if (kind === "mjs") return [`export const ${name} = {`, ...values, "};"]
  return [`export const ${name}: {`, ...types, "} = {", ...values, "};"]
}

function redirectType(kind: Kind, type: string): readonly string[] {
  if (kind === "mjs") return []
  return ["/** Each redirect URI that is registered. */", `export ${declaredType(kind)} RedirectUri = ${type};`, ""]
}

function environmentTypes(kind: Kind, { environments }: ClientModel, value: string, type: string): readonly string[] {
  if (kind === "mjs") return []
  const [{ client }] = environments
  const redirects =
    client.redirectUris === undefined ? "never" : `(typeof ${value})[Environment]["redirectUris"][number]`
  return [
    `export ${declaredType(kind)} ${type}Environment = keyof typeof ${value};`,
    "",
    "/** The client in any of its environments. */",
    `export ${declaredType(kind)} ${type}Client = (typeof ${value})[${type}Environment];`,
    "",
    "/** Each redirect URI that is registered, in one environment or in all. */",
    `export ${declaredType(kind)} RedirectUri<Environment extends ${type}Environment = ${type}Environment> = ${redirects};`,
    "",
  ]
}

function declaredType(kind: Kind): string {
  return kind === "d.mts" ? "declare type" : "type"
}

function lines(...parts: readonly string[]): string {
  return `${parts.join("\n").trimEnd()}\n`
}
