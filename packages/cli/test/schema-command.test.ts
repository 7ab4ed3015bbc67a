import { clientSecretsJsonSchema } from "@client-secrets/codegen"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { runCli } from "./run-cli.ts"

test("prints the schema of the format", async () => {
  const { exitCode, stdout, stderr } = await runCli(["schema"], { folder: scratch() })
  expect([exitCode, stderr]).toEqual([0, ""])
  expect(JSON.parse(stdout)).toEqual(clientSecretsJsonSchema)
})
