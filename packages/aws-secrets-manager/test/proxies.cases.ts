import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { assertEqual, type Case } from "@client-secrets/conformance"
import type { Source } from "@client-secrets/core"

export interface Fixtures {
  /** The server that must receive the requests directly. */
  readonly port: number
}

const when: NonNullable<Case["when"]> = { environment: "granted", network: "granted", fileSystem: "granted" }

// Every proxy variable points at a server that also answers: proxies.test.ts checks what it received.
export const cases: readonly Case<Fixtures>[] = [
  {
    name: "requests to the agent on loopback are sent directly",
    when,
    run: ({ fixtures: { port } }) => assertDirect(awsSecretsAgentSource("value/proxied", { port })),
  },
  {
    name: "requests to an endpoint on loopback are sent directly",
    when,
    run: ({ fixtures: { port } }) =>
      assertDirect(awsSecretsManagerSource("value/proxied", { endpoint: `http://127.0.0.1:${port}` })),
  },
]

async function assertDirect(source: Source): Promise<void> {
  const document = await source.read()
  assertEqual(document !== undefined && "content" in document && document.content, "direct", "who answered")
}
