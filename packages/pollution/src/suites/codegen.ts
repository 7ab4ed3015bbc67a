import { load } from "../entries.ts"
import { members, text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const codegen = await load("@client-secrets/codegen", import("@client-secrets/codegen"))
  const { createSecretFinder, defaultName, findSecret, generate, readClient } = codegen
  const { envExampleEmitter, javascriptEmitter, jsonSchemaEmitter, publicFileEmitter } = codegen
  const installed = JSON.stringify({ installed: { ...members, redirect_uris: ["http://localhost"] } })
  const broken = JSON.stringify({ web: { ...members, client_id: "" } })
  return [
    { name: "generate", run: () => generate(text) },
    {
      name: "generate for two environments",
      run: () =>
        generate([
          { content: text, environment: "dev", name: "google" },
          { content: text, environment: "prod", name: "google" },
        ] as never),
    },
    {
      name: "generate everything else",
      run: () =>
        generate(text, { emitters: [javascriptEmitter, jsonSchemaEmitter, envExampleEmitter, publicFileEmitter] }),
    },
    {
      name: "an emitter of a program",
      run: () =>
        generate(text, {
          emitters: [{ name: "own", generate: (model: unknown) => [{ path: "a.txt", text: JSON.stringify(model) }] }],
        } as never),
    },
    { name: "an inlined secret", run: () => generate([{ content: installed, name: "x" }], { inlineSecret: true }) },
    { name: "a client", run: () => readClient(text) },
    { name: "its name", run: () => defaultName(readClient(text).client, "client_secrets.json") },
    { name: "a prepared search", run: () => createSecretFinder(["EXAMPLE_NOT_A_REAL"])("x EXAMPLE_NOT_A_REAL") },
    { name: "a broken file", run: () => generate(broken) },
    { name: "a search", run: () => findSecret(`x EXAMPLE_NOT_A_REAL y`, "EXAMPLE_NOT_A_REAL") },
  ]
}

export const codegen: Suite = { sources: ["codegen", "recognize"], operations }
