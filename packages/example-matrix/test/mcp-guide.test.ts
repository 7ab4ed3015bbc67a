import { testReadme } from "@client-secrets/conformance/readme"
import { copyGuide } from "./copy-guide.ts"

testReadme({
  readme: copyGuide("docs/mcp.md"),
  // The declarations of SDK 1 expect this type of browsers.
  ambient: "type HeadersInit = NonNullable<ConstructorParameters<typeof Headers>[0]>",
})
