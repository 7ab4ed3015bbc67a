import {
  envExampleEmitter,
  javascriptEmitter,
  jsonSchemaEmitter,
  publicFileEmitter,
  typescriptEmitter,
} from "@client-secrets/codegen"
import { describe } from "vitest"
import { testGolden } from "./golden.ts"

describe("typescriptEmitter", () =>
  testGolden(typescriptEmitter, { one: 2, aws: 2, several: 2, environments: 2, "public-client": 1 }))
describe("javascriptEmitter", () =>
  testGolden(javascriptEmitter, { one: 4, aws: 4, several: 4, environments: 4, "public-client": 2 }))
describe("jsonSchemaEmitter", () =>
  testGolden(jsonSchemaEmitter, { one: 1, aws: 1, several: 1, environments: 1, "public-client": 1 }))
describe("envExampleEmitter", () =>
  testGolden(envExampleEmitter, { one: 1, aws: 1, several: 1, environments: 1, "public-client": 0 }))
describe("publicFileEmitter", () =>
  testGolden(publicFileEmitter, { one: 1, aws: 1, several: 1, environments: 2, "public-client": 1 }))
