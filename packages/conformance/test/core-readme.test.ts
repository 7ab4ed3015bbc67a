import { testReadme } from "@client-secrets/conformance/readme"

// Here and not in core, on which this package depends.
testReadme({ readme: new URL("../../core/README.md", import.meta.url) })
