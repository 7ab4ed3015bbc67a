import { findSecret, generate } from "@client-secrets/codegen"
import { assertEqual, type Case } from "@client-secrets/conformance"
import { allEmitters, exampleEnvironments, exampleFile } from "./example.ts"

export interface Fixtures {
  /** Node's output for the examples. */
  readonly one: string
  readonly environments: string
}

export const cases: readonly Case<Fixtures>[] = [
  {
    name: "generates the same bytes everywhere",
    run({ fixtures }) {
      assertEqual(JSON.stringify(generate(exampleFile(), { emitters: allEmitters })), fixtures.one)
      assertEqual(JSON.stringify(generate(exampleEnvironments, { emitters: allEmitters })), fixtures.environments)
    },
  },
  {
    name: "finds a secret in an output",
    run({ freshSecret }) {
      const secret = freshSecret()
      const reversed = [...secret].reverse().join("")
      const { files, diagnostics } = generate(exampleFile({ client_secret: secret, project_id: reversed }))
      assertEqual(files.length, 0)
      assertEqual(diagnostics[0]?.code, "exposed_secret")
      assertEqual(findSecret(JSON.stringify(diagnostics), secret).length, 0)
    },
  },
]
