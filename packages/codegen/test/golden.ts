import { type Emitter, type GenerateOptions, generate } from "@client-secrets/codegen"
import { expect, test } from "vitest"
import { exampleEnvironments, exampleFile } from "./example.ts"

/** How many files an emitter returns for each example. */
export type GoldenNumbers = Readonly<Record<"one" | "aws" | "several" | "environments" | "public-client", number>>

/** Compares an emitter's files for the examples with those in `golden/`, which the compile matrix type-checks. */
export function testGolden(emitter: Emitter, numbers: GoldenNumbers): void {
  const check = async (
    folder: keyof GoldenNumbers,
    input: Parameters<typeof generate>[0],
    options: GenerateOptions,
  ): Promise<void> => {
    const { files, diagnostics } = generate(input, { ...options, emitters: [emitter] })
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
    expect(files.length).toBe(numbers[folder])
    for (const { path, text } of files) await expect(text).toMatchFileSnapshot(`golden/${folder}/${path}`)
  }

  test("one client, its secret in a variable", () => check("one", exampleFile(), {}))

  test("one client, its secret in AWS Secrets Manager", () =>
    check("aws", exampleFile(), { secret: "aws:prod/google" }))

  test("one client, its secret in one of several places", () =>
    check("several", exampleFile(), {
      secret: ["env:GOOGLE_CLIENT_SECRET", "aws:prod/google", "file:client_secrets.json"],
    }))

  test("one client in two environments, its secret in a file", () =>
    check("environments", exampleEnvironments, { secret: "file:/run/secrets/google", name: "my-google" }))

  test("a public client, which needs no secret", () => {
    const client = { client_id: "example", auth_uri: "https://id.example.com/a", token_uri: "https://id.example.com/t" }
    return check("public-client", { installed: client }, { secret: "none", optional: ["redirect_uris"] })
  })
}
