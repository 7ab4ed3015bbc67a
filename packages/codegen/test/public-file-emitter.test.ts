import { publicFileEmitter } from "@client-secrets/codegen"
import { testGolden } from "./golden.ts"

testGolden(publicFileEmitter, { one: 1, aws: 1, environments: 2, "public-client": 1 })
