import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type GenerateOptions, generate } from "@client-secrets/codegen"
import { expect, test } from "vitest"
import { allEmitters, exampleClient, exampleEnvironments, exampleFile } from "./example.ts"

const installed = JSON.stringify({ installed: exampleClient() })

/** The result of each, or the message of its error. */
const operations: Readonly<Record<string, () => unknown>> = {
  one: () => generate(exampleFile(), { emitters: allEmitters }),
  object: () => generate(JSON.parse(exampleFile())),
  environments: () => generate(exampleEnvironments, { name: "my-google", secret: "aws:prod/google" }),
  inline: () => generate(installed, { inlineSecret: true }),
  broken: () => generate(exampleFile().slice(0, 200)),
}

const values = ["x", "installed", true, 1, ["client_secret", "redirect_uris"], {}, { secret: "x" }]

function outcomeOf(operation: () => unknown): string {
  try {
    return JSON.stringify(operation())
  } catch (error) {
    return String(error)
  }
}

test("no value on Object.prototype changes a result, whatever its name", () => {
  const expected = Object.values(operations).map(outcomeOf)
  const sources = readdirSync(join(import.meta.dirname, "../src"), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts"))
    .map(name => readFileSync(join(import.meta.dirname, "../src", name), "utf8"))
  const code = sources.join("\n").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")
  const names = new Set(code.match(/\b[A-Za-z_$][\w$]*/g))
  for (const own of Object.getOwnPropertyNames(Object.prototype)) names.delete(own)
  // The engine itself then cannot destructure a list: each list's iterator has this `return`.
  names.delete("return")
  expect(names.size).toBeGreaterThan(300)
  const changed: string[] = []
  for (const [index, name] of [...names].entries()) {
    // One value per name; `POLLUTION=all` tries each.
    const chosen = process.env["POLLUTION"] === "all" ? values : [values[index % values.length]]
    for (const value of chosen) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
      const outcomes = Object.values(operations).map(outcomeOf)
      delete (Object.prototype as Record<string, unknown>)[name]
      Object.keys(operations).forEach((operation, index) => {
        if (outcomes[index] !== expected[index]) changed.push(`${operation}: ${name} = ${JSON.stringify(value)}`)
      })
    }
  }
  expect(changed).toEqual([])
}, 180_000)

test("throws a TypeError that names an option of the wrong type", () => {
  for (const [option, value] of [
    ["inlineSecret", "false"],
    ["inlineSecret", 0],
    ["name", 1],
    ["secret", 5],
    ["secret", ["env:A", 5]],
    ["optional", "client_secret"],
    ["optional", ["client_id"]],
    ["type", "Web"],
    ["maxBytes", "80000"],
    ["allowInsecureEndpoints", "false"],
    ["emitters", {}],
  ] as const) {
    const options = { [option]: value } as GenerateOptions
    expect(() => generate(exampleFile(), options), option).toThrow(TypeError)
  }
  for (const options of [null, "web", 5]) expect(() => generate(exampleFile(), options as never)).toThrow(TypeError)
})
