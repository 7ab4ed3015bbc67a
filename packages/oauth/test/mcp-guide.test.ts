import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { testReadme } from "@client-secrets/conformance/readme"

// The guide's examples are compiled here, where the packages that they use are dependencies.
const folder = new URL("../test-results/guides/", import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL("mcp.md", folder), readFileSync(new URL("../../../docs/mcp.md", import.meta.url)))

testReadme({
  readme: new URL("mcp.md", folder),
  // The declarations of SDK 1 take this type of browsers for granted.
  ambient: "type HeadersInit = NonNullable<ConstructorParameters<typeof Headers>[0]>",
})
