import { tmpdir } from "node:os"
import { join } from "node:path"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { assertNoLeak, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { loadClientSecrets } from "@client-secrets/core"
import { expect, test } from "vitest"
import { missingOrThrow } from "../src/missing-or-throw.ts"
import { failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// What the SDK says before anything is sent; its answers are in runtimes.cases.ts.
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

test("without a region: unsupported, and how to give one", async () => {
  await withEnvironment(bare, async () => {
    const expected = { code: "unsupported", transient: false, message: expect.stringContaining("set AWS_REGION") }
    expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject(expected)
    // A client of the caller's own says it in the same place.
    const client = new SecretsManagerClient({})
    expect(await failureOf(awsSecretsManagerSource("prod/google", { client }))).toMatchObject(expected)
  })
})

test("without credentials: denied for now, and how to give some", async () => {
  await withEnvironment(bare, async () => {
    const source = awsSecretsManagerSource("prod/google", { region: "eu-central-1", endpoint: "http://127.0.0.1:9" })
    const message = expect.stringContaining("set AWS_PROFILE")
    expect(await failureOf(source)).toMatchObject({ code: "denied", transient: true, message })
    await expect(loadClientSecrets(source)).rejects.toMatchObject({ code: "denied", transient: true, message })
  })
})

test("a name that AWS cannot have chosen, a strange code and a strange request id are not told", () => {
  // Letters alone look the most like a name.
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
    const thrown = catchOf(() => missingOrThrow("prod/google", error))
    assertNoLeak([secret], printingRoutes(thrown))
    expect(thrown).toMatchObject({ code: expect.stringMatching(/unavailable|timeout/), transient: true })
  }
})

test("what AWS said is told by its name, its status and the request's id", () => {
  const requestId = "6c1fd3f2-0b3b-4c6e-9a53-0d8f7b5f3a11"
  const error = { name: "AccessDeniedException", message: "", $metadata: { httpStatusCode: 400, requestId } }
  expect(catchOf(() => missingOrThrow("prod/google", error))).toMatchObject({
    message: `AWS answered AccessDeniedException (HTTP 400, request ${requestId}).`,
  })
  const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/google"
  expect(catchOf(() => missingOrThrow(arn, error))).toMatchObject({
    message: expect.stringMatching(/\. An ARN ends in -XXXXXX, a name does not\.$/),
  })
})

test("options that cannot be meant are refused", () => {
  const create = (options: object) => () => awsSecretsManagerSource("prod/google", options)
  for (const timeout of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])
    expect(create({ timeout })).toThrow(TypeError)
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
  expect(create({ client: {} })).toThrow(TypeError)
  expect(() => awsSecretsManagerSource("prod/google", "eu-central-1" as never)).toThrow(TypeError)
})

test("what stands on Object.prototype is no option", async () => {
  const prototype = Object.prototype as { endpoint?: string }
  prototype.endpoint = "http://example.com"
  try {
    expect(() => awsSecretsManagerSource("prod/google", {})).not.toThrow()
  } finally {
    delete prototype.endpoint
  }
})

function catchOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error("this was to throw")
}
