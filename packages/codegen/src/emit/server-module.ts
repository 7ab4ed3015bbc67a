import type { ClientModel, EnvironmentModel } from "../model/model.ts"
import { identifiersOf } from "../read/identifiers.ts"
import type { SecretReference } from "../read/secret-reference.ts"
import { literal } from "./literal.ts"
import { declareConstant, environmentTypes, header, lines, type ModuleKind, redirectType } from "./module-text.ts"

/** Gives the secret to write into a server module, by environment. */
export type InlineSecret = (environment: string | undefined) => string

/** The text of a server module: the public values once more, and the function that makes the source. */
export function serverModule(kind: ModuleKind, model: ClientModel, inline: InlineSecret | undefined): string {
  const { value, type } = identifiersOf(model.name, "A client's name")
  const [first] = model.environments
  const hasEnvironments = first.name !== undefined
  const readerOf = ({ name, secret }: EnvironmentModel): Reader => {
    return inline === undefined ? referenceReader(secret) : inlineReader(inline(name))
  }
  const reader = readerOf(first)
  const source = reader.isSync ? "SyncSource" : "Source"
  const typed = (text: string): string => (kind === "mjs" ? "" : text)
  const parameters = [
    ...(hasEnvironments ? [`environment${typed(`: ${type}Environment`)}`] : []),
    ...(reader.options === undefined ? [] : [`options${typed(`?: ${reader.options}`)}`]),
  ].join(", ")
  const declaration = `function ${value}Source(${parameters})${typed(`: ${source}`)}`
  const grouped = hasEnvironments
    ? Object.fromEntries(model.environments.map(({ name = "", client }) => [name, client]))
    : first.client
  const redirects = first.client.redirectUris === undefined ? "never" : `(typeof ${value}.redirectUris)[number]`

  return lines(
    header,
    "",
    ...(kind === "mjs" ? [] : [`import type { ${source} } from "@client-secrets/core";`]),
    ...(kind === "d.mts" ? [] : ['import { secretSource } from "@client-secrets/core/server-only";']),
    ...importReader(kind, reader),
    "",
    "/** The client, without its secret: the same as in the public module. */",
    declareConstant(kind, value, grouped),
    "",
    ...(hasEnvironments ? environmentTypes(kind, model, value, type) : redirectType(kind, redirects)),
    ...(reader.declare === undefined || kind === "d.mts" ? [] : [...reader.declare(kind), ""]),
    "/** The client with its secret: a source, which reads it when it is read itself, and nothing before. */",
    ...(kind === "d.mts"
      ? [`export declare ${declaration};`]
      : [
          `export ${declaration} {`,
          ...(hasEnvironments
            ? chooseEnvironment(value, model, readerOf)
            : [`  return secretSource(${value}, ${reader.call});`]),
          "}",
        ]),
  )
}

function chooseEnvironment(
  value: string,
  { environments }: ClientModel,
  readerOf: (environment: EnvironmentModel) => Reader,
): readonly string[] {
  const names = environments.map(({ name }) => name).join(", ")
  return [
    "  switch (environment) {",
    ...environments.flatMap(environment => {
      const name = literal(environment.name ?? "")
      return [`    case ${name}:`, `      return secretSource(${value}[${name}], ${readerOf(environment).call});`]
    }),
    "    default:",
    `      throw new TypeError(${literal(`The environments are ${names}.`)});`,
    "  }",
  ]
}

/** How a server module gets at a secret. */
interface Reader {
  /** The package and the function that it imports. */
  readonly from: readonly [name: string, imported: string] | undefined
  /** The function that it declares. */
  readonly declare: ((kind: ModuleKind) => readonly string[]) | undefined
  /** The type of its options: one that the package exports, or one written out. */
  readonly options: string | undefined
  readonly isSync: boolean
  readonly call: string
}

function referenceReader(reference: SecretReference): Reader {
  switch (reference.kind) {
    case "env":
      return {
        from: ["@client-secrets/env", "envSource"],
        declare: undefined,
        options: "{ readonly env?: object | undefined }",
        isSync: true,
        call: `envSource({ ...options, name: ${literal(reference.name)} })`,
      }
    case "file":
      return {
        from: ["@client-secrets/file", "fileSource"],
        declare: undefined,
        options: undefined,
        isSync: true,
        call: `fileSource(${literal(reference.path)})`,
      }
    case "aws":
      return {
        from: ["@client-secrets/aws-secrets-manager", "awsSecretsManagerSource"],
        declare: undefined,
        options: "AwsSecretsManagerSourceOptions",
        isSync: false,
        call: `awsSecretsManagerSource(${literal(reference.id)}, options)`,
      }
    case "none":
      throw new TypeError("A client that needs no secret has no server module.")
  }
}

function inlineReader(secret: string): Reader {
  return {
    from: undefined,
    options: undefined,
    declare: kind => {
      const [parameter, result] = kind === "ts" ? ["content: string", ": SyncSource"] : ["content", ""]
      return [
        `function inlineSource(${parameter})${result} {`,
        '  return { name: "generated module", read: async () => ({ content }), readSync: () => ({ content }) };',
        "}",
      ]
    },
    isSync: true,
    call: `inlineSource(${literal(secret)})`,
  }
}

function importReader(kind: ModuleKind, { from, options }: Reader): readonly string[] {
  if (from === undefined) return []
  const [name, imported] = from
  const type = options === undefined || options.startsWith("{") ? undefined : options
  if (kind === "d.mts") return type === undefined ? [] : [`import type { ${type} } from "${name}";`]
  const names = kind === "ts" && type !== undefined ? [`type ${type}`, imported] : [imported]
  return [`import { ${names.join(", ")} } from "${name}";`]
}
