import { fileURLToPath } from "node:url"

// The packages are linked from elsewhere in the repository.
const root = fileURLToPath(new URL("../../../../..", import.meta.url))

export default { turbopack: { root }, outputFileTracingRoot: root }
