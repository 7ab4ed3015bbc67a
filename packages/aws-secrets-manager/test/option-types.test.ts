import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { findUncheckedOptions } from "@client-secrets/conformance"
import { expect, test } from "vitest"

const ofBoth = { field: ["string"], versionStage: ["string"], versionId: ["string"], timeout: ["number"] } as const

test("an option of the wrong type causes a TypeError that names it", async () => {
  const faults = await findUncheckedOptions({
    awsSecretsManagerSource: {
      call: options => awsSecretsManagerSource("prod/google", options),
      options: { ...ofBoth, client: [], region: ["string"], endpoint: ["string"] },
    },
    awsSecretsAgentSource: {
      call: options => awsSecretsAgentSource("prod/google", options),
      options: { ...ofBoth, port: ["number"] },
    },
    "awsSecretsManagerSource, its first argument": {
      call: ({ secretId }) => awsSecretsManagerSource(secretId as never),
      options: { secretId: ["string"] },
    },
    "awsSecretsAgentSource, its first argument": {
      call: ({ secretId }) => awsSecretsAgentSource(secretId as never),
      options: { secretId: ["string"] },
    },
  })
  expect(faults).toEqual([])
})
