import { javascriptEmitter } from "@client-secrets/codegen"
import { testGolden } from "./golden.ts"

testGolden(javascriptEmitter, { one: 4, aws: 4, environments: 4, "public-client": 2 })
