import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Subject } from "./demonstration.ts"

/** A server on loopback; the caller closes it. */
export interface Stores {
  readonly origin: string
  readonly port: number
  close(): void
}

/** Starts one server that answers like each of the stores, with the client's file. */
export async function startStores({ text }: Subject): Promise<Stores> {
  const answers: Readonly<Record<string, unknown>> = {
    "/client_secrets.json": text,
    "/v1/projects/example/secrets/google/versions/latest:access": {
      name: "projects/1/secrets/google/versions/7",
      payload: { data: Buffer.from(text).toString("base64") },
    },
    "/v1/secret/data/google": { data: { data: JSON.parse(text), metadata: { version: 7 } } },
    "/secrets/google": { value: text, id: "https://example.vault.azure.net/secrets/google/7" },
    "/client/v4/accounts/account/storage/kv/namespaces/namespace/values/google": text,
    // The SDK sends POST requests to the root.
    "/": { Name: "prod/google", SecretString: text, VersionId: "7" },
    "/secretsmanager/get": { Name: "prod/google", SecretString: text, VersionId: "7" },
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url!.replace(/\?.*/, "")]
    response.statusCode = answer === undefined ? 404 : 200
    response.setHeader("connection", "close")
    response.end(typeof answer === "object" ? JSON.stringify(answer) : answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
