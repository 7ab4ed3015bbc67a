import { generate } from "@client-secrets/codegen"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { allEmitters, exampleEnvironments, exampleFile } from "./example.ts"
import type { Fixtures } from "./runtimes.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./runtimes.cases.ts", import.meta.url),
  // A package for builds, with ES modules only.
  when: { modules: ["esm", "bundled"] },
  setUp: () => ({
    fixtures: {
      one: JSON.stringify(generate(exampleFile(), { emitters: allEmitters })),
      environments: JSON.stringify(generate(exampleEnvironments, { emitters: allEmitters })),
    },
  }),
})
