import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { assertEqual, type Case } from "@client-secrets/conformance"
import type { Source } from "@client-secrets/core"

export interface Fixtures {
  /** Of the server that is to be asked directly. */
  readonly port: number
}

const when: NonNullable<Case["when"]> = { environment: "granted", network: "granted", fileSystem: "granted" }

// Every proxy variable points at a server that answers as well: what it is asked, proxies.test.ts sees.
export const cases: readonly Case<Fixtures>[] = [
  {
    name: "the agent on loopback is asked directly",
    when,
    run: ({ fixtures: { port } }) => assertDirect(awsSecretsAgentSource("value/proxied", { port })),
  },
  {
    name: "an endpoint on loopback is asked directly",
    when,
    run: ({ fixtures: { port } }) =>
      assertDirect(awsSecretsManagerSource("value/proxied", { endpoint: `http://127.0.0.1:${port}` })),
  },
]

async function assertDirect(source: Source): Promise<void> {
  const document = await source.read()
  assertEqual(document !== undefined && "content" in document && document.content, "direct", "who answered")
}
