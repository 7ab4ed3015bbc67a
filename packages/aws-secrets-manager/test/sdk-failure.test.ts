import { tmpdir } from "node:os"
import { join } from "node:path"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { assertNoLeak, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { loadClientSecrets } from "@client-secrets/core"
import { expect, test } from "vitest"
import { sdkFailure } from "../src/sdk/sdk-failure.ts"
import { failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// The SDK's errors before anything is sent; its answers are in runtimes.cases.ts.
const nothing = join(tmpdir(), "no-such-aws-configuration")
const bare = {
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_PROFILE: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
  AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
  AWS_CONFIG_FILE: nothing,
  AWS_SHARED_CREDENTIALS_FILE: nothing,
  AWS_EC2_METADATA_DISABLED: "true",
}

test("without a region: unsupported, with how to set one", async () => {
  await withEnvironment(bare, async () => {
    const expected = { code: "unsupported", transient: false, message: expect.stringContaining("set AWS_REGION") }
    expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject(expected)
    // A client passed by the caller has the same error at a later point.
    const client = new SecretsManagerClient({})
    expect(await failureOf(awsSecretsManagerSource("prod/google", { client }))).toMatchObject(expected)
  })
})

test("without credentials: denied and transient, with how to set some", async () => {
  await withEnvironment(bare, async () => {
    const source = awsSecretsManagerSource("prod/google", { region: "eu-central-1", endpoint: "http://127.0.0.1:9" })
    const message = expect.stringContaining("set AWS_PROFILE")
    expect(await failureOf(source)).toMatchObject({ code: "denied", transient: true, message })
    await expect(loadClientSecrets(source)).rejects.toMatchObject({ code: "denied", transient: true, message })
  })
})

test("reads nothing of an error from a polluted Object.prototype", () => {
  const prototype = Object.prototype as { $metadata?: object; code?: string }
  prototype.$metadata = { httpStatusCode: 400 }
  prototype.code = "ENOTFOUND"
  try {
    class ResourceNotFoundException extends Error {
      override name = "ResourceNotFoundException"
    }
    expect(sdkFailure("prod/google", new ResourceNotFoundException())).toMatchObject({
      code: "unavailable",
      message: expect.not.stringContaining("ENOTFOUND"),
    })
  } finally {
    delete prototype.$metadata
    delete prototype.code
  }
})

test("does not print a name that AWS cannot have chosen, an unusual code or an unusual request id", () => {
  // Only letters look most like a name.
  const secret = freshSecret().replace(/\d/g, "x")
  for (const error of [
    { name: secret, message: secret, $metadata: { httpStatusCode: 400, requestId: secret } },
    { name: `A${secret}`, message: secret, $metadata: { httpStatusCode: 400 } },
    { name: "TimeoutError", code: secret, message: secret },
    { name: "TimeoutError", code: `E${secret.toUpperCase()}`, message: secret },
    { name: secret, code: `E${secret}`, $response: { statusCode: 500, body: secret } },
    secret,
    new Error(secret, { cause: secret }),
  ]) {
    const thrown = sdkFailure("prod/google", error)
    assertNoLeak([secret], printingRoutes(thrown))
    expect(thrown).toMatchObject({ code: expect.stringMatching(/unavailable|timeout/), transient: true })
  }
})

test("the message contains the name of AWS's error, its status and the id of the request", () => {
  const requestId = "6c1fd3f2-0b3b-4c6e-9a53-0d8f7b5f3a11"
  const error = { name: "AccessDeniedException", message: "", $metadata: { httpStatusCode: 400, requestId } }
  expect(sdkFailure("prod/google", error)).toMatchObject({
    message:
      `AWS answered with an error (status 400, AccessDeniedException, request ${requestId}). ` +
      "The role needs secretsmanager:GetSecretValue on it, and kms:Decrypt if the secret has its own key.",
  })
  const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/google"
  expect(sdkFailure(arn, error)).toMatchObject({
    message: expect.stringMatching(/\. The ARN is incomplete: a whole one ends in a hyphen and six characters\.$/),
  })
})

test("rejects invalid options", () => {
  const create = (options: object) => () => awsSecretsManagerSource("prod/google", options)
  for (const timeout of [0, -1, Number.NaN, 2 ** 31, "5000"]) expect(create({ timeout })).toThrow(/timeout/)
  expect(create({ timeout: Number.POSITIVE_INFINITY })).not.toThrow()
  for (const field of ["", 1, null]) expect(create({ field })).toThrow(/field/)
  for (const endpoint of [
    "",
    "host",
    "http://example.com",
    "ftp://127.0.0.1",
    "https://a:b@example.com",
    "https://a/?b",
  ]) {
    expect(create({ endpoint })).toThrow(TypeError)
  }
  for (const endpoint of [
    "https://vpce-1.example.com",
    "http://127.0.0.1:4566",
    "http://localhost",
    "http://[::1]:1",
  ]) {
    expect(create({ endpoint })).not.toThrow()
  }
  expect(create({ client: {} })).toThrow(/client/)
  expect(create({ client: Promise.resolve({}) })).toThrow(/await/)
  expect(() => awsSecretsManagerSource("prod/google", "eu-central-1" as never)).toThrow(TypeError)
})

test("reads nothing from Object.prototype", async () => {
  const prototype = Object.prototype as { endpoint?: string }
  prototype.endpoint = "http://example.com"
  try {
    expect(() => awsSecretsManagerSource("prod/google", {})).not.toThrow()
  } finally {
    delete prototype.endpoint
  }
})

test("an untrusted certificate is reported with what to do, and is not an outage", () => {
  const error = Object.assign(new Error("x"), { code: "SELF_SIGNED_CERT_IN_CHAIN" })
  expect(sdkFailure("prod/google", error)).toMatchObject({
    code: "unavailable",
    transient: false,
    message: expect.stringMatching(/\(SELF_SIGNED_CERT_IN_CHAIN\).*NODE_EXTRA_CA_CERTS/),
  })
})
