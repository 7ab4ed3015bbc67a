import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { type AddressInfo, createServer as createSocketServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { findFreePort } from "@client-secrets/conformance/free-port"
import type { AbortSignalLike } from "@client-secrets/core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { clientFile, failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// Everything that depends on the environment and the machine; the agent's answers are in runtimes.cases.ts.
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

/** The token that is sent to the agent in this environment. */
async function tokenSent(variables: Record<string, string>): Promise<string | undefined> {
  await withEnvironment({ ...unset, ...variables }, async () => {
    expect(await awsSecretsAgentSource("prod/google", { port }).read()).toMatchObject({
      content: clientFile,
      version: "v",
    })
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

describe("the token comes, in the agent's order, from", () => {
  test("AWS_TOKEN first", async () => {
    const others = { AWS_SESSION_TOKEN: "session", AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" }
    expect(await tokenSent({ AWS_TOKEN: "own", AWS_LAMBDA_FUNCTION_NAME: "f", ...others })).toBe("own")
  })
  test("AWS_SESSION_TOKEN on Lambda", async () => {
    const container = { AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" }
    const session = { AWS_SESSION_TOKEN: "session", AWS_LAMBDA_FUNCTION_NAME: "f" }
    expect(await tokenSent({ AWS_TOKEN: "", ...session, ...container })).toBe("session")
  })
  test("AWS_SESSION_TOKEN only on Lambda: elsewhere it is not sent", async () => {
    const session = { AWS_SESSION_TOKEN: "EXAMPLE_SESSION" }
    expect(await tokenSent({ ...session, AWS_CONTAINER_AUTHORIZATION_TOKEN: "container" })).toBe("container")
    tokens.length = 0
    expect(await failureIn(session)).toMatchObject({ code: "unsupported", transient: false })
  })
  test("AWS_CONTAINER_AUTHORIZATION_TOKEN on SnapStart, which has no session token", async () => {
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

  test("provides its content without one newline", async () => {
    expect(await tokenSent({ AWS_TOKEN: fileWith("from-a-file\n") })).toBe("from-a-file")
    tokens.length = 0
    expect(await tokenSent({ AWS_TOKEN: fileWith("from-a-file\r\n") })).toBe("from-a-file")
  })
  test("may be as long as a session token", async () => {
    const long = "x".repeat(8192)
    expect(await tokenSent({ AWS_TOKEN: fileWith(`${long}\n`) })).toBe(long)
  })
  test.each([
    ["does not exist", () => `file://${join(folder, "absent")}`],
    ["is empty", () => fileWith("")],
    ["is longer than a token", () => fileWith("x".repeat(8193))],
    ["has several lines", () => fileWith("one\ntwo\n")],
    ["contains characters that no header may contain", () => fileWith("EXAMPLE\u0001TOKEN")],
    ["is a directory", () => `file://${folder}`],
  ])("that %s provides no token", async (_, create) => {
    const failure = await failureIn({ AWS_TOKEN: create() })
    expect(failure).toMatchObject({ code: "unsupported", transient: false })
    expect((failure as Error).message).toMatch(/^No token for the AWS secrets agent\./)
  })
  test.skipIf(process.platform !== "linux")("of /proc, whose size is 0, provides its content", async () => {
    expect(await tokenSent({ AWS_TOKEN: "file:///proc/sys/kernel/ostype" })).toBe("Linux")
  })
  test.skipIf(process.platform === "win32")("that is a FIFO provides no token, and is not waited for", async () => {
    execFileSync("mkfifo", [join(folder, "token")])
    expect(await failureIn({ AWS_TOKEN: `file://${join(folder, "token")}` })).toMatchObject({ code: "unsupported" })
  })
})

test("a token that no header may contain is neither sent nor printed", async () => {
  const failure = (await failureIn({ AWS_TOKEN: "EXAMPLE TOKEN\nX-Other: 1" })) as Error
  expect(failure).toMatchObject({ code: "unsupported" })
  expect(`${failure.stack}`).not.toMatch(/EXAMPLE|X-Other/)
})

describe("the port", () => {
  test("comes from the extension's variable", async () => {
    await withEnvironment(
      { ...unset, AWS_TOKEN: "t", PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(port) },
      async () => expect(await awsSecretsAgentSource("prod/google").read()).toMatchObject({ version: "v" }),
    )
  })
  test.each(["2773@127.0.0.1:18703", "0", "65536", "1e3", " 80", "80/x", "-1"])("must not be %j", async value => {
    const variables = { AWS_TOKEN: "t", PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: value }
    const failure = await failureIn(variables, {})
    expect(failure).toMatchObject({ code: "unsupported", transient: false })
    expect(`${(failure as Error).message}`).not.toContain(value.trim().length > 3 ? value : "\0")
  })
  test("has the same rules as an option", async () => {
    expect(await failureIn({ AWS_TOKEN: "t" }, { port: 65536 })).toMatchObject({ code: "unsupported" })
  })
})

test("waits for an agent that starts a moment later", async () => {
  const late = createServer((_, response) => response.end(JSON.stringify({ VersionId: "late", SecretString: "{}" })))
  const latePort = await findFreePort()
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

describe("the connection", () => {
  /** Answers every connection with these pieces, one after the other, and returns the requests. */
  async function answering(
    pieces: readonly (string | Uint8Array)[],
    work: (port: number, requests: readonly string[]) => Promise<void>,
  ): Promise<{ readonly requests: readonly string[]; readonly open: number }> {
    const requests: string[] = []
    let open = 0
    const server = createSocketServer(socket => {
      open++
      socket.on("close", () => open--).on("error", () => {})
      socket.once("data", async data => {
        requests.push(data.toString("latin1"))
        for (const piece of pieces) {
          socket.write(piece)
          await new Promise(resolve => setTimeout(resolve, 5))
        }
        socket.end()
      })
    })
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    try {
      await withEnvironment({ ...unset, AWS_TOKEN: "EXAMPLE_TOKEN" }, () =>
        work((server.address() as AddressInfo).port, requests),
      )
      for (let left = 100; open > 0 && left > 0; left--) await new Promise(resolve => setTimeout(resolve, 10))
      return { requests, open }
    } finally {
      server.close()
    }
  }

  test("carries one HTTP/1.0 request, whatever the id, and accepts an answer in any pieces", async () => {
    const [head, value] = ["HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n", "ü, 密, 🔑"]
    const whole = new TextEncoder().encode(`${head}\r\n${JSON.stringify({ VersionId: "v", SecretString: value })}`)
    const bytes = Array.from(whole, byte => Uint8Array.of(byte))
    let askedPort = 0
    const { requests, open } = await answering(bytes, async port => {
      askedPort = port
      const source = awsSecretsAgentSource("arn:aws:secretsmanager:eu-central-1:123456789012:secret:a/b+c=-AbCdEf", {
        port,
        versionStage: "A B\r\nX-Forwarded-For: 1",
      })
      expect(await source.read({ force: true })).toMatchObject({ content: value, version: "v" })
    })
    expect(requests).toEqual([
      "GET /secretsmanager/get?secretId=arn%3Aaws%3Asecretsmanager%3Aeu-central-1%3A123456789012%3Asecret%3Aa%2Fb%2Bc%3D-AbCdEf" +
        "&versionStage=A+B%0D%0AX-Forwarded-For%3A+1&refreshNow=true HTTP/1.0\r\n" +
        `Host: 127.0.0.1:${askedPort}\r\n` +
        "X-Aws-Parameters-Secrets-Token: EXAMPLE_TOKEN\r\n\r\n",
    ])
    expect(open, "connections").toBe(0)
  })

  test.each([
    ["is complete", ['HTTP/1.1 200 OK\r\n\r\n{"SecretString":"x"}'], undefined],
    [
      "is truncated",
      ['HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"SecretString":"EXAMPLE_NOT_A_REAL_SE'],
      "unavailable",
    ],
    ["is too long", ["HTTP/1.1 200 OK\r\n\r\n", "x".repeat(500_000), "x".repeat(500_000)], "too_large"],
    ["has no status", ["EXAMPLE_NOT_A_REAL_SECRET\r\n\r\n{}"], "unavailable"],
    ["ends within its headers", ["HTTP/1.1 200 OK\r\nset-cookie: EXAMPLE_NOT_A_REAL_SECRET\r\n"], "unavailable"],
  ])(
    "after an answer that %s, no listener and no connection is left, and nothing of the answer is printed",
    async (_, pieces, code) => {
      const { signal, listeners } = countingSignal()
      const { open } = await answering(pieces, async port => {
        const source = awsSecretsAgentSource("prod/google", { port })
        const failure = await source.read({ signal }).then(
          () => undefined,
          (error: Error & { code: string }) => error,
        )
        expect(failure?.code).toBe(code)
        expect(`${failure?.stack}`).not.toContain("EXAMPLE")
      })
      expect(open, "connections").toBe(0)
      expect(listeners.size, "listeners").toBe(0)
    },
  )

  test.each([
    ["an error with an endless name", `HTTP/1.1 400 Bad Request\r\n\r\n{"__type":"${"NotFound".repeat(60_000)}"}`],
    ["an endless status", `HTTP/1.1 ${"1".repeat(490_000)}`],
    ["endless headers", `HTTP/1.1 200 ${"\r\n".repeat(240_000)}`],
    ["an error with an endless message", `HTTP/1.1 400 \r\n\r\n{"message":"${"secret value".repeat(40_000)}"}`],
  ])(
    "whatever listens on the port cannot block the process with %s",
    async (_, answer) => {
      await answering([answer], async port => {
        const failure = await failureOf(awsSecretsAgentSource("prod/google", { port }))
        expect(failure).toMatchObject({ code: "unavailable" })
      })
    },
    // One of these took 34 s; now each takes 2 s, while the source waits for a ready agent.
    10_000,
  )

  test("an abort closes the connection, and leaves no listener", async () => {
    const { signal, listeners } = countingSignal()
    const { requests, open } = await answering(Array(1000).fill(" "), async (port, received) => {
      const reading = expect(awsSecretsAgentSource("prod/google", { port }).read({ signal })).rejects.toBe("the reason")
      await expect.poll(() => received.length).toBe(1)
      Object.assign(signal, { aborted: true, reason: "the reason" })
      for (const listener of listeners) listener()
      await reading
    })
    expect({ requests: requests.length, open, listeners: listeners.size }).toEqual({
      requests: 1,
      open: 0,
      listeners: 0,
    })
  })

  function countingSignal(): { signal: AbortSignalLike; listeners: ReadonlySet<() => void> } {
    const listeners = new Set<() => void>()
    const signal: AbortSignalLike = {
      aborted: false,
      addEventListener: (_, listener) => void listeners.add(listener),
      removeEventListener: (_, listener) => void listeners.delete(listener),
    }
    return { signal, listeners }
  }
})

test("ignores options on Object.prototype", async () => {
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

test("a hanging agent times out after the source's timeout", async () => {
  const silent = createSocketServer(socket => void socket.on("error", () => {}))
  await new Promise<void>(resolve => silent.listen(0, "127.0.0.1", resolve))
  const { port: silentPort } = silent.address() as AddressInfo
  try {
    await withEnvironment({ ...unset, AWS_TOKEN: "t" }, async () => {
      const failure = await failureOf(awsSecretsAgentSource("prod/google", { port: silentPort, timeout: 50 }))
      expect(failure).toMatchObject({ code: "timeout", transient: true })
    })
  } finally {
    silent.close()
  }
})

test("the name contains the id, unless it could be the secret itself", () => {
  expect(awsSecretsAgentSource("prod/google").name).toBe("AWS secrets agent (prod/google)")
  expect(awsSecretsAgentSource("GOCSPX-EXAMPLE").name).toBe("AWS secrets agent (…)")
  expect(awsSecretsAgentSource("a1B2c3D4e5F6g7H8i9J0k1L2").name).toBe("AWS secrets agent (…)")
})
