import { defineConfig } from "tsup"
import { library } from "../../tsup.base.ts"

// Each entry is one file of a known name.
export default defineConfig(library({ entry: ["src/index.ts", "src/dotenv.ts"], splitting: false }))
