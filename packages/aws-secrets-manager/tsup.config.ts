import { defineConfig } from "tsup"
import { library } from "../../tsup.base.ts"

// One file an entry: each more is half a millisecond of a cold start.
export default defineConfig(library({ entry: ["src/index.ts", "src/agent.ts"], splitting: false }))
