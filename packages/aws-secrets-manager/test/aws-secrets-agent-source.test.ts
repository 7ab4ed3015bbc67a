import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { clientFile, failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// What depends on the environment and the machine; what the agent answers is in runtimes.cases.ts.
const tokens: (string | undefined)[] = []
let server: Server
let port: number
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "agent-token-"))
  server = createServer((request, response) => {
    tokens.push(request.headers["x-aws-parameters-secrets-token"] as string | undefined)
    response.end(JSON.stringify({ VersionId: "v", SecretString: clientFile }))
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  tokens.length = 0
})

const unset = {
  AWS_TOKEN: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: undefined,
  AWS_LAMBDA_FUNCTION_NAME: undefined,
  PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: undefined,
}

/** The token that the agent gets in this environment. */
async function tokenSent(variables: Record<string, string>): Promise<string | undefined> {
  await withEnvironment({ ...unset, ...variables }, async () => {
    expect(await awsSecretsAgentSource("prod/google", { port }).read()).toEqual({ content: clientFile, version: "v" })
  })
  expect(tokens).toHaveLength(1)
  return tokens[0]
}

async function failureIn(variables: Record<string, string>, options: object = { port }): Promise<unknown> {
  let failure: unknown
  await withEnvironment({ ...unset, ...variables }, async () => {
    failure = await failureOf(awsSecretsAgentSource("prod/google", options))
  })
  expect(tokens, "no request was made").toEqual([])
  return failure
}

describe("the token is looked for in the agent's order", () => {
  test("AWS_TOKEN before all others", async () => {
    const others = { AWS_SESSION_TOKEN: "session", AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" }
    expect(await tokenSent({ AWS_TOKEN: "own", AWS_LAMBDA_FUNCTION_NAME: "f", ...others })).toBe("own")
  })
  test("AWS_SESSION_TOKEN on Lambda", async () => {
    const container = { AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" }
    const session = { AWS_SESSION_TOKEN: "session", AWS_LAMBDA_FUNCTION_NAME: "f" }
    expect(await tokenSent({ AWS_TOKEN: "", ...session, ...container })).toBe("session")
  })
  test("AWS_SESSION_TOKEN stays here outside Lambda", async () => {
    const session = { AWS_SESSION_TOKEN: "EXAMPLE_SESSION" }
    expect(await tokenSent({ ...session, AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" })).toBe("container")
    tokens.length = 0
    expect(await failureIn(session)).toMatchObject({ code: "unsupported", transient: false })
  })
  test("AWS_CONTAINER_AUTHORIZATION_TOKEN where SnapStart gives no session token", async () => {
    const container = { AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" }
    expect(await tokenSent({ AWS_LAMBDA_FUNCTION_NAME: "f", ...container })).toBe("container")
  })
})

describe("a token file", () => {
  const fileWith = (content: string) => {
    const file = join(folder, "token")
    writeFileSync(file, content)
    return `file://${file}`
  }
  afterEach(() => rmSync(join(folder, "token"), { recursive: true, force: true }))

  test("gives its text without one newline", async () => {
    expect(await tokenSent({ AWS_TOKEN: fileWith("from-a-file\n") })).toBe("from-a-file")
    tokens.length = 0
    expect(await tokenSent({ AWS_TOKEN: fileWith("from-a-file\r\n") })).toBe("from-a-file")
  })
  test("may be as long as a session token", async () => {
    const long = "x".repeat(8192)
    expect(await tokenSent({ AWS_TOKEN: fileWith(`${long}\n`) })).toBe(long)
  })
  test.each([
    ["is not there", () => `file://${join(folder, "absent")}`],
    ["is empty", () => fileWith("")],
    ["is longer than a token", () => fileWith("x".repeat(8193))],
    ["has two lines", () => fileWith("one\ntwo\n")],
    ["holds what no header can", () => fileWith("EXAMPLE\u0001TOKEN")],
    ["is a directory", () => `file://${folder}`],
  ])("that %s gives none", async (_, create) => {
    const failure = await failureIn({ AWS_TOKEN: create() })
    expect(failure).toMatchObject({ code: "unsupported", transient: false })
    expect((failure as Error).message).toBe("No token in AWS_TOKEN or /var/run/awssmatoken.")
  })
  test.skipIf(process.platform === "win32")("that is a FIFO gives none, and hangs nothing", async () => {
    execFileSync("mkfifo", [join(folder, "token")])
    expect(await failureIn({ AWS_TOKEN: `file://${join(folder, "token")}` })).toMatchObject({ code: "unsupported" })
  })
})

test("a token that no header can hold is not sent, and not told", async () => {
  const failure = (await failureIn({ AWS_TOKEN: "EXAMPLE TOKEN\nX-Other: 1" })) as Error
  expect(failure).toMatchObject({ code: "unsupported" })
  expect(`${failure.stack}`).not.toMatch(/EXAMPLE|X-Other/)
})

describe("the port", () => {
  test("is the extension's variable", async () => {
    await withEnvironment(
      { ...unset, AWS_TOKEN: "t", PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(port) },
      async () => expect(await awsSecretsAgentSource("prod/google").read()).toMatchObject({ version: "v" }),
    )
  })
  test.each(["2773@127.0.0.1:18703", "0", "65536", "1e3", " 80", "80/x", "-1"])("%j is refused", async value => {
    const variables = { AWS_TOKEN: "t", PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: value }
    const failure = await failureIn(variables, {})
    expect(failure).toMatchObject({ code: "unsupported", transient: false })
    expect(`${(failure as Error).message}`).not.toContain(value.trim().length > 3 ? value : "\0")
  })
  test("of an option is held to the same", async () => {
    expect(await failureIn({ AWS_TOKEN: "t" }, { port: 65536 })).toMatchObject({ code: "unsupported" })
  })
})

test("an agent that comes up a moment later is waited for", async () => {
  const late = createServer((_, response) => response.end(JSON.stringify({ VersionId: "late", SecretString: "{}" })))
  await new Promise<void>(resolve => late.listen(0, "127.0.0.1", resolve))
  const latePort = (late.address() as AddressInfo).port
  await new Promise(resolve => late.close(resolve))
  setTimeout(() => late.listen(latePort, "127.0.0.1"), 400)
  try {
    await withEnvironment({ ...unset, AWS_TOKEN: "t" }, async () => {
      const document = await awsSecretsAgentSource("prod/google", { port: latePort }).read()
      expect(document).toMatchObject({ version: "late" })
    })
  } finally {
    late.closeAllConnections()
    late.close()
  }
})

test("what stands on Object.prototype is no option", async () => {
  const prototype = Object.prototype as { port?: number; versionId?: string }
  prototype.port = 1
  prototype.versionId = "planted"
  try {
    await withEnvironment(
      { ...unset, AWS_TOKEN: "t", PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(port) },
      async () => expect(await awsSecretsAgentSource("prod/google", {}).read()).toMatchObject({ version: "v" }),
    )
  } finally {
    delete prototype.port
    delete prototype.versionId
  }
})

test("the name holds the id, unless it may be the secret itself", () => {
  expect(awsSecretsAgentSource("prod/google").name).toBe("AWS secrets agent (prod/google)")
  expect(awsSecretsAgentSource("GOCSPX-EXAMPLE").name).toBe("AWS secrets agent (…)")
  expect(awsSecretsAgentSource("a1B2c3D4e5F6g7H8i9J0k1L2").name).toBe("AWS secrets agent (…)")
})
