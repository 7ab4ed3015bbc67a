import { defineConfig } from "tsup"
import { moduleOnly } from "../../tsup.base.ts"

export default defineConfig(moduleOnly({ entry: ["src/index.ts"] }))
