import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { startLiar } from "./fixtures/liar.ts"
import { startProvider, type TestClient } from "./fixtures/provider.ts"
import type { Fixtures } from "./runtimes.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./runtimes.cases.ts", import.meta.url),
  async setUp() {
    const [provider, liar] = await Promise.all([startProvider(), startLiar()])
    const headers = { "access-control-allow-origin": "*" }
    Object.assign(liar.answers, {
      "/token/redirect": () => ({ status: 307, headers: { ...headers, location: `${liar.issuer}/stolen` } }),
      "/token/echo": ({ body }) => ({
        status: 400,
        headers,
        body: { error: "x", error_description: body.slice(0, 200) },
      }),
      "/token/page": ({ body }) => ({ headers, body: `<p>${body}</p>` }),
      "/token/hang": () => ({ headers, hang: "in the body", body: "{}" }),
      "/token/large": () => ({ headers, body: "x".repeat(2_000_000) }),
      "/stolen": () => {
        throw new Error("a redirect was followed")
      },
    } satisfies typeof liar.answers)
    const fileOf = (client: TestClient) => {
      const { type, ...members } = provider.file(client)
      return JSON.stringify({ [type]: members })
    }
    const { clientId, redirectUris, authUri, tokenUri } = liar.secrets()
    const file = {
      client_id: clientId,
      client_secret: "",
      redirect_uris: redirectUris,
      auth_uri: authUri,
      token_uri: tokenUri,
    }
    return {
      fixtures: {
        provider: provider.issuer,
        files: { post: fileOf("post"), basic: fileOf("basic"), public: fileOf("public"), native: fileOf("native") },
        liar: JSON.stringify({ web: file }),
      },
      secrets: [provider.file("post").client_secret!, provider.file("basic").client_secret!],
      tearDown: async () => void (await Promise.all([provider.close(), liar.close()])),
    }
  },
})
