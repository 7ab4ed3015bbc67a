import { runScenarios } from "@client-secrets/conformance/frames"
import { loadingScenarios } from "./loading.ts"
import { parsingScenarios } from "./parsing.ts"

await runScenarios(["/packages/core/dist/"], secret => ({ ...loadingScenarios(secret), ...parsingScenarios(secret) }))
