import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createSecret } from "@client-secrets/core"
import { parse } from "dotenv"
import fastCheck from "fast-check"
import ts from "typescript"
import { afterAll, describe, expect, test } from "vitest"
import { envExampleEmitter } from "../src/emit/env-example.ts"
import { emitInline } from "../src/emit/inline-secret.ts"
import { jsonSchemaEmitter } from "../src/emit/json-schema.ts"
import { javascriptEmitter, typescriptEmitter } from "../src/emit/modules.ts"
import { publicFileEmitter } from "../src/emit/public-file-emitter.ts"
import { createModel } from "../src/model/create-model.ts"
import type { Model } from "../src/model/model.ts"
import { publicMembers } from "../src/model/public-members.ts"
import type { SecretReference } from "../src/read/secret-reference.ts"

// Also values that the parser would refuse: the emitters do not rely on it.

const hostile = [
  '"',
  "'",
  "`",
  "\\",
  "*/",
  "/*",
  "//",
  "</script>",
  "<!--",
  "${process.exit(1)}",
  "\u2028",
  "\u2029",
  "\n",
  "\r",
  "\0",
  "\u202e",
  "\u2066",
  "\ufeff",
  "\ud800",
  "\udc00",
  "😀",
  "__proto__",
  "constructor",
  '"; process.exit(1); "',
  "\\u0022",
  "#",
  "=",
]
const text = fastCheck
  .array(fastCheck.oneof(fastCheck.constantFrom(...hostile), fastCheck.string({ unit: "binary" })), { maxLength: 6 })
  .map(parts => parts.join(""))

type Client = Model["clients"][number]["environments"][number]["client"]

const client: fastCheck.Arbitrary<Client> = fastCheck
  .record(
    {
      type: fastCheck.constantFrom("web" as const, "installed" as const),
      ...Object.fromEntries(
        publicMembers.map(({ property, name }) => {
          return [property, name.endsWith("s") ? fastCheck.array(text, { maxLength: 3 }) : text]
        }),
      ),
    },
    { requiredKeys: ["type", "clientId"] as never },
  )
  .map(value => ({ clientId: "", ...value }) as unknown as Client)

const reference = fastCheck.oneof(
  fastCheck.constant({ kind: "env" as const, name: "GOOGLE_CLIENT_SECRET" }),
  text.map(path => ({ kind: "file" as const, path: `x${path}` })),
  text.map(id => ({ kind: "aws" as const, id: `x${id}` })),
)

const modelOf = (
  clients: readonly (readonly [environment: string | undefined, client: Client])[],
  secret: SecretReference,
): Model =>
  createModel(
    clients.map(([environment, one]) => ({
      name: "google",
      environment,
      label: "",
      client: one,
      references: [secret],
    })),
    "scoped",
  ).model

const folder = fileURLToPath(new URL("../test-results/emitted/", import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Imports each module as Node does, with types stripped, in a process that must complete; returns the exported `google`. */
function evaluate(modules: Readonly<Record<string, string>>): readonly unknown[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [path, code] of Object.entries(modules)) writeFileSync(folder + path, code)
  writeFileSync(
    `${folder}run.mjs`,
    `const values = []
for (const path of ${JSON.stringify(Object.keys(modules))}) {
  const module = await import("./" + path)
  const { google, googleSource, clientType, ...flat } = module
  if (clientType !== undefined && JSON.stringify({ type: clientType, ...flat }) !== JSON.stringify({ type: clientType, ...flat, ...google })) throw new Error(path)
  values.push(google)
}
process.stdout.write(JSON.stringify(values))`,
  )
  return JSON.parse(execFileSync(process.execPath, [`${folder}run.mjs`], { encoding: "utf8", maxBuffer: 2 ** 28 }))
}

/** The value that corresponds to a type of literals. */
function valueOfType(node: ts.TypeNode, types: ReadonlyMap<string, ts.TypeNode>): unknown {
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return node.literal.text
  if (ts.isTypeOperatorNode(node)) return valueOfType(node.type, types)
  if (ts.isTupleTypeNode(node)) return node.elements.map(element => valueOfType(element, types))
  if (ts.isTypeQueryNode(node)) return valueOfType(types.get(node.exprName.getText())!, types)
  if (!ts.isTypeLiteralNode(node)) throw new Error(node.getText())
  return Object.fromEntries(
    node.members.map(member => {
      const { name, type } = member as ts.PropertySignature
      return [ts.isStringLiteral(name) ? name.text : name.getText(), valueOfType(type!, types)]
    }),
  )
}

function valueOfDeclarations(code: string): unknown {
  const file = ts.createSourceFile("a.d.mts", code, ts.ScriptTarget.ES2022, true)
  const types = new Map<string, ts.TypeNode>()
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, type } of statement.declarationList.declarations) types.set(name.getText(), type!)
  }
  return valueOfType(types.get("google")!, types)
}

/** The strings that a server module passes to the source of its secret, as a compiler understands them. */
function argumentsOfReaders(path: string, code: string): readonly string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(env|file|awsSecretsManager|inline)Source$/.test(node.expression.getText())) {
      const [first] = node.arguments
      // `{ ...options, name: "…" }`, or the string itself.
      const last = first !== undefined && ts.isObjectLiteralExpression(first) ? first.properties.at(-1) : undefined
      const value = last !== undefined && ts.isPropertyAssignment(last) ? last.initializer : first
      if (value === undefined || !ts.isStringLiteral(value)) throw new Error(path)
      texts.push(value.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true))
  return texts
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe("the emitted files evaluate to exactly the model", () => {
  const samples = fastCheck.sample(fastCheck.tuple(client, reference), 150)
  const models = samples.map(([one, secret]) => modelOf([[undefined, one]], secret))
  const large = '€"*/</script>`${1}\u2028'.repeat(60_000)
  models.push(
    modelOf([[undefined, { type: "web", clientId: large, redirectUris: [large] }]], { kind: "file", path: "a" }),
  )
  const expected = models.map(({ clients }) => plain(clients[0]!.environments[0].client))

  test.each([typescriptEmitter, javascriptEmitter])("as modules: $name", emitter => {
    const modules: Record<string, string> = {}
    const wanted: unknown[] = []
    models.forEach((model, index) => {
      for (const { path, text } of emitter.generate(model)) {
        if (path.endsWith(".d.mts")) {
          expect(valueOfDeclarations(text)).toEqual(expected[index])
          continue
        }
        modules[`${index}.${path}`] = text
        wanted.push(expected[index])
      }
    })
    expect(Object.keys(modules).length).toBe(2 * models.length)
    expect(evaluate(modules)).toEqual(wanted)
  })

  test("in printable ASCII, and nothing ends a script or a comment early", () => {
    const emitters = [typescriptEmitter, javascriptEmitter, jsonSchemaEmitter, publicFileEmitter, envExampleEmitter]
    // Without the large one, which takes ten seconds.
    const files = models.slice(0, -1).flatMap(model => emitters.flatMap(emitter => emitter.generate(model)))
    expect(files.length).toBeGreaterThan(500)
    const isComment = (line: string) => line.startsWith("/**") && line.indexOf("*/") === line.length - 2
    for (const { path, text } of files) {
      expect(/^[\n -~]*$/.test(text), path).toBe(true)
      expect(/<\/script|<!--/i.test(text), path).toBe(false)
      const lines = text.split("\n").map(line => line.trim())
      expect(lines.filter(line => line.includes("*/") && !isComment(line))).toEqual([])
    }
  })

  test("with the place of the secret, or with an inlined secret", () => {
    models.forEach((model, index) => {
      const [secret] = model.clients[0]!.environments[0].secrets
      const [place] = Object.values({ ...secret, kind: undefined }).filter(value => value !== undefined)
      const read = {
        name: "google",
        environment: undefined,
        label: "",
        client: undefined,
        secret: createSecret(String(place)),
        diagnostics: [],
      }
      for (const emitter of [typescriptEmitter, javascriptEmitter]) {
        const files = [...emitter.generate(model), ...emitInline(emitter, model, [read])!]
        const servers = files.filter(({ path }) => /\.server\.m?[jt]s$/.test(path) && !path.endsWith(".d.mts"))
        expect(servers.map(({ path, text }) => argumentsOfReaders(path, text))).toEqual([[place], [place]])
        expect(servers.length, String(index)).toBe(2)
      }
    })
  })

  test("with environments", () => {
    const pairs = fastCheck.sample(fastCheck.tuple(client, client, reference), 40)
    const environments = pairs.map(([dev, prod, secret]) =>
      modelOf(
        [
          ["dev", dev],
          ["prod-eu", prod],
        ],
        secret,
      ),
    )
    const wanted = pairs.map(([dev, prod]) => plain({ dev, "prod-eu": prod }))
    const modules: Record<string, string> = {}
    environments.forEach((model, index) => {
      for (const { path, text } of [...typescriptEmitter.generate(model), ...javascriptEmitter.generate(model)]) {
        if (path.endsWith(".d.mts")) expect(valueOfDeclarations(text)).toEqual(wanted[index])
        else modules[`${index}.${path}`] = text
      }
    })
    expect(evaluate(modules)).toEqual(wanted.flatMap(one => [one, one, one, one]))
  })

  test("as a public file", () => {
    models.forEach((model, index) => {
      const [file] = publicFileEmitter.generate(model)
      const { type, ...members } = expected[index] as Record<string, unknown>
      const named = publicMembers.flatMap(({ name, property }) =>
        property in members ? [[name, members[property]]] : [],
      )
      expect(JSON.parse(file!.text)).toEqual({ [type as string]: Object.fromEntries(named) })
    })
  })

  test("as a schema", () => {
    models.forEach((model, index) => {
      const schema = JSON.parse(jsonSchemaEmitter.generate(model)[0]!.text)
      const { type, ...members } = expected[index] as Record<string, unknown>
      const { client_secret, ...properties } = schema.properties[type as string].properties
      const named = publicMembers.flatMap(({ name, property }) =>
        property in members ? [[name, { const: members[property] }]] : [],
      )
      expect(properties).toEqual(Object.fromEntries(named))
    })
  })

  test("as an example of variables: the one of the secret, without a value", () => {
    models.forEach((model, index) => {
      const [file] = envExampleEmitter.generate(model)
      const [secret] = model.clients[0]!.environments[0].secrets
      expect(parse(file!.text), String(index)).toEqual(secret?.kind === "env" ? { [secret.name]: "" } : {})
    })
  })
})
