import * as core from "@client-secrets/core"
import * as own from "client-secrets"
import { expect, test } from "vitest"

test("has every export of core, the same ones, and defineConfig", () => {
  const { defineConfig, ...reexported } = own
  expect({ ...reexported }).toEqual({ ...core })
  const config = { clients: { google: { input: "client_secrets.json" } } }
  expect(defineConfig(config)).toBe(config)
})
