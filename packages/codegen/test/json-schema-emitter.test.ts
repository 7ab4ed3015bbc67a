import { jsonSchemaEmitter } from "@client-secrets/codegen"
import { testGolden } from "./golden.ts"

testGolden(jsonSchemaEmitter, { one: 1, aws: 1, environments: 1, "public-client": 1 })
