import { freshSecret } from "@client-secrets/conformance"
import { testReadme } from "@client-secrets/conformance/readme"
import { startFaultServer } from "./fault-server.ts"
import { clientFile } from "./fixtures.ts"

testReadme({
  readme: new URL("../README.md", import.meta.url),
  async setUp() {
    // Random, so that no word of the examples can look like a part of one.
    const [token, clientSecret, secretAccessKey] = [freshSecret(), freshSecret(), freshSecret()]
    const { address, port, stop } = await startFaultServer({ token })
    // Any id that does not name a fault is a secret with a value.
    const body = clientFile.replace("EXAMPLE_NOT_A_REAL_SECRET", clientSecret)
    await fetch(`${address}/${encodeURIComponent("prod/google")}`, { method: "PUT", body })
    return {
      environment: {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: address,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_TOKEN: token,
        PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(port),
      },
      secrets: [token, clientSecret, secretAccessKey],
      tearDown: stop,
    }
  },
})
