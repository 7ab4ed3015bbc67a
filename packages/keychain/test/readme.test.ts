import { describeWithKeychain } from "@client-secrets/conformance/keychain"
import { testReadme } from "@client-secrets/conformance/readme"

describeWithKeychain("the README", keychain => {
  testReadme({
    readme: new URL("../README.md", import.meta.url),
    setUp: () => ({
      environment: keychain().environment,
      secrets: ["EXAMPLE_NOT_A_REAL_SECRET"],
    }),
  })
})
