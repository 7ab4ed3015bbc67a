import { typescriptEmitter } from "@client-secrets/codegen"
import { testGolden } from "./golden.ts"

testGolden(typescriptEmitter, { one: 2, aws: 2, environments: 2, "public-client": 1 })
