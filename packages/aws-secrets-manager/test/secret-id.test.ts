import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { expect, test } from "vitest"
import { clientFile } from "./fixtures.ts"

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/google"

test.each([awsSecretsManagerSource, awsSecretsAgentSource])(
  "$name refuses what is no id, and does not tell it",
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
  "$name hints at an id with too much or too little",
  create => {
    expect(create(arn).hint?.()).toMatch(/^The ARN is incomplete/)
    expect(create(`${arn}-AbCdEf`).hint?.()).toBe(undefined)
    expect(create("prod/google-AbCdEf").hint?.()).toMatch(/^The name seems to end/)
    for (const name of ["prod/google", "prod/oauth-client", "a-b"]) expect(create(name).hint?.()).toBe(undefined)
  },
)

test("an ARN that would lead the request to another host is refused", () => {
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

test("the name of what has the shape of a secret is not told", () => {
  expect(awsSecretsManagerSource("GOCSPX-EXAMPLE").name).not.toContain("GOCSPX")
})
