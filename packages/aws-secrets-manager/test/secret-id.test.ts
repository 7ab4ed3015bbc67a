import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { expect, test } from "vitest"
import { clientFile } from "./fixtures.ts"

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/google"

test.each([awsSecretsManagerSource, awsSecretsAgentSource])(
  "$name rejects an invalid id without printing it",
  create => {
    for (const id of [
      "",
      clientFile,
      "a b",
      "a\nb",
      "a?b",
      "a#b",
      "{}",
      "x".repeat(2049),
      undefined,
      null,
      1,
      Promise.resolve(arn),
    ]) {
      expect(() => create(id as string)).toThrow(/^secretId must be /)
    }
    for (const id of ["prod/google", "rds!db-1", "a_b+c=d.e@f", arn, `${arn}-AbCdEf`]) {
      expect(create(id).name).toContain(id)
    }
  },
)

test.each([awsSecretsManagerSource, awsSecretsAgentSource])(
  "$name suggests an id that is incomplete or has a suffix",
  create => {
    expect(create(arn).absence?.()?.advice).toMatch(/^The ARN is incomplete/)
    expect(create(`${arn}-AbCdEf`).absence?.()?.advice).toBe(undefined)
    expect(create("prod/google-AbCdEf").absence?.()?.advice).toMatch(/^The name seems to end/)
    for (const name of ["prod/google", "prod/oauth-client", "a-b"])
      expect(create(name).absence?.()).toMatchObject({
        remedy: `store the client file as the secret ${name}`,
        advice: undefined,
      })
  },
)

test("rejects an ARN that would lead the request to another host", () => {
  for (const id of [
    "arn:aws:secretsmanager:evil.example/:123456789012:secret:a-AbCdEf",
    "arn:aws:secretsmanager:eu@evil.example:123456789012:secret:a-AbCdEf",
    "arn:aws:ssm:eu-central-1:123456789012:parameter/a",
    "arn:aws:secretsmanager:eu-central-1:123456789012:a",
  ]) {
    expect(() => awsSecretsManagerSource(id)).toThrow(/is an ARN, but not one of a secret/)
    expect(() => awsSecretsManagerSource(id, { region: "eu-central-1" })).toThrow(/is an ARN, but not one of a secret/)
  }
  for (const partition of ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"]) {
    const id = `arn:${partition}:secretsmanager:cn-north-1:123456789012:secret:a-AbCdEf`
    expect(awsSecretsManagerSource(id).name).toContain("cn-north-1")
  }
})

test("does not print a name that looks like a secret", () => {
  expect(awsSecretsManagerSource("GOCSPX-EXAMPLE").name).not.toContain("GOCSPX")
})
