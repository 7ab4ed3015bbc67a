import { testReadme } from "@client-secrets/conformance/readme"

// Here and not in core, since this package depends on core.
testReadme({ readme: new URL("../../core/README.md", import.meta.url) })
