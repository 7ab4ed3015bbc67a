import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  type CaseContext,
  printingRoutes,
  sourceSuite,
} from "@client-secrets/conformance"
import type { ReadContext, Source } from "@client-secrets/core"
import type { FaultServer, Seen } from "./fault-server.ts"

export interface Fixtures extends FaultServer {
  readonly version: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

type Context = CaseContext<Fixtures>

/** A source of one kind for one secret of the fault server. */
interface Kind {
  readonly title: string
  readonly when: NonNullable<Case["when"]>
  create(context: Context, id: string, options?: { address?: "closed"; timeout?: number }): Promise<Source>
}

let ids = 0
/** A separate id for every read: the fault, then a number of this process. */
const idOf = ({ runtime }: Context, fault: string) => `${fault}/${runtime.name.replaceAll(" ", "-")}/${++ids}`

/** The SDK as in a bundle for the edge (without its own credentials) and as on Node. */
const sdk: Kind = {
  title: "awsSecretsManagerSource",
  when: { network: "granted", environment: ["granted", "absent"] },
  async create({ fixtures, runtime }, id, { address, ...options } = {}) {
    const endpoint = address === "closed" ? `http://127.0.0.1:${fixtures.closedPort}` : fixtures.address
    if (runtime.modules !== "bundled") return awsSecretsManagerSource(id, { endpoint, ...options })
    const { credentials } = fixtures
    // Not imported above, since it cannot be loaded on Deno without grants.
    const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager")
    const client = new SecretsManagerClient({ region: "eu-central-1", endpoint, credentials, maxAttempts: 1 })
    return awsSecretsManagerSource(id, { client, ...options })
  },
}

const agent: Kind = {
  title: "awsSecretsAgentSource",
  when: { network: "granted", environment: "granted", nodeModules: "present" },
  create: async ({ fixtures }, id, { address } = {}) =>
    awsSecretsAgentSource(id, { port: address === "closed" ? fixtures.closedPort : fixtures.port }),
}

async function store({ fixtures }: Context, id: string, value: string): Promise<void> {
  await (await fetch(`${fixtures.address}/${encodeURIComponent(id)}`, { method: "PUT", body: value })).text()
}

async function seen({ fixtures }: Context, id: string): Promise<Seen> {
  return (await fetch(`${fixtures.address}/seen/${encodeURIComponent(id)}`)).json() as Promise<Seen>
}

/** The result of a fault: a code and whether it is transient, or that the document is read anyway. */
type Outcome = { readonly code: string; readonly transient: boolean } | "undefined" | "value"

interface Fault {
  readonly fault: string
  readonly outcome: Outcome
  /** Upstream calls for one read. */
  readonly calls: number
}

const denied = { code: "denied", transient: false } as const
const unavailable = { code: "unavailable", transient: true } as const
const notFound = { code: "not_found", transient: false } as const

// What both sides answer as AWS does.
const saidByAws: readonly Fault[] = [
  { fault: "value", outcome: "value", calls: 1 },
  { fault: "missing", outcome: "undefined", calls: 1 },
  { fault: "missing-stage", outcome: notFound, calls: 1 },
  { fault: "stage-mismatch", outcome: notFound, calls: 1 },
  { fault: "deleted", outcome: { code: "revoked", transient: false }, calls: 1 },
  { fault: "parameter", outcome: { code: "unsupported", transient: false }, calls: 1 },
  { fault: "denied", outcome: denied, calls: 1 },
  { fault: "decryption", outcome: denied, calls: 1 },
  { fault: "unrecognized", outcome: denied, calls: 1 },
  { fault: "throttled", outcome: { code: "throttled", transient: true }, calls: 1 },
  { fault: "internal", outcome: unavailable, calls: 1 },
  { fault: "unavailable", outcome: unavailable, calls: 1 },
  { fault: "unknown", outcome: unavailable, calls: 1 },
  { fault: "html", outcome: unavailable, calls: 1 },
  { fault: "html-200", outcome: unavailable, calls: 1 },
]

const sdkFaults: readonly Fault[] = [
  ...saidByAws,
  { fault: "no-value", outcome: notFound, calls: 1 },
  { fault: "too-many", outcome: { code: "throttled", transient: true }, calls: 1 },
  { fault: "reset", outcome: unavailable, calls: 1 },
  { fault: "truncated", outcome: unavailable, calls: 1 },
  // Exactly one fresh attempt.
  { fault: "signature", outcome: denied, calls: 2 },
  { fault: "expired-token", outcome: { code: "denied", transient: true }, calls: 2 },
  { fault: "lapsed-signature", outcome: "value", calls: 2 },
  { fault: "lapsed-token", outcome: "value", calls: 2 },
  { fault: "skewed", outcome: "value", calls: 2 },
]

const agentFaults: readonly Fault[] = [
  ...saidByAws,
  { fault: "signature", outcome: denied, calls: 1 },
  { fault: "expired-token", outcome: { code: "denied", transient: true }, calls: 1 },
  { fault: "redirect", outcome: { code: "redirected", transient: false }, calls: 1 },
  { fault: "plain-400", outcome: unavailable, calls: 1 },
  { fault: "bomb", outcome: unavailable, calls: 1 },
  { fault: "connections", outcome: { code: "throttled", transient: true }, calls: 1 },
  { fault: "agent-timeout", outcome: { code: "timeout", transient: true }, calls: 1 },
  { fault: "oversized", outcome: { code: "too_large", transient: false }, calls: 1 },
  // Truncated JSON is invalid: core decides about another attempt.
  { fault: "truncated", outcome: unavailable, calls: 1 },
  { fault: "not-ready-twice", outcome: "value", calls: 3 },
  { fault: "reset-twice", outcome: "value", calls: 3 },
]

/** The source repeats these requests for two seconds before it gives up. */
const agentPatience: readonly Fault[] = [
  { fault: "never-ready", outcome: unavailable, calls: 21 },
  { fault: "reset", outcome: unavailable, calls: 21 },
]

function faultCases(kind: Kind, faults: readonly Fault[]): Case<Fixtures>[] {
  return faults.map(fault => ({
    name: `${kind.title}: ${nameOf(fault)}`,
    when: kind.when,
    run: context => assertFault(context, kind, fault),
  }))
}

function nameOf({ fault, outcome, calls }: Fault): string {
  return `${fault} is ${typeof outcome === "string" ? outcome : outcome.code}, calls: ${calls}`
}

async function assertFault(context: Context, kind: Kind, { fault, outcome, calls }: Fault): Promise<void> {
  const id = idOf(context, fault)
  const secret = context.freshSecret()
  await store(context, id, secret)
  await assertOutcome(await kind.create(context, id), outcome, secret)
  assertEqual((await seen(context, id)).calls, calls, `upstream calls of ${fault}`)
  if (fault === "redirect") assertEqual((await seen(context, "stolen")).calls, 0, "redirects followed")
}

async function assertOutcome(source: Source, outcome: Outcome, secret: string, context?: ReadContext): Promise<void> {
  if (outcome === "value") {
    const document = await source.read(context)
    return assertEqual(document !== undefined && "content" in document && document.content, secret, "the content")
  }
  if (outcome === "undefined") return assertEqual(await source.read(context), undefined, "the document")
  const error = (await assertThrows(() => source.read(context))) as Error & typeof outcome
  assertEqual(error.code, outcome.code, `the code of "${error.message}"`)
  assertEqual(error.transient, outcome.transient, "transient")
  assertEqual(error.cause, undefined, "the cause")
  assertNoLeak([secret], { ...printingRoutes(error), message: error.message, stack: error.stack ?? "" })
}

/** What core does with a signal: the read rejects with its reason, whatever the source waits for. */
function abortCases(kind: Kind, faults: readonly string[]): Case<Fixtures>[] {
  return faults.map(fault => ({
    name: `${kind.title}: ${fault} rejects with the caller's reason`,
    when: kind.when,
    async run(context) {
      const id = idOf(context, fault)
      const controller = new AbortController()
      const reason = Object.freeze({ why: "the caller's own" })
      const reading = assertThrows(async () => (await kind.create(context, id)).read({ signal: controller.signal }))
      // By the server's count: the request is in progress.
      while ((await seen(context, id)).calls === 0) await new Promise(resolve => setTimeout(resolve, 20))
      controller.abort(reason)
      assert((await reading) === reason, "the reason is the caller's")
      const { calls } = await seen(context, id)
      await new Promise(resolve => setTimeout(resolve, 250))
      assertEqual((await seen(context, id)).calls, calls, "upstream calls after the abort")
    },
  }))
}

function suite(kind: Kind): readonly Case<Fixtures>[] {
  return sourceSuite<Fixtures>({
    title: kind.title,
    when: kind.when,
    async present(context, { text }) {
      const id = idOf(context, "value")
      await store(context, id, text)
      return kind.create(context, id)
    },
    missing: context => kind.create(context, idOf(context, "missing")),
    async failing(context, { text }) {
      const id = idOf(context, "html")
      await store(context, id, text)
      return kind.create(context, id)
    },
    hanging: context => kind.create(context, idOf(context, "hang")),
  })
}

export const cases: readonly Case<Fixtures>[] = [
  ...suite(sdk),
  ...suite(agent),
  ...faultCases(sdk, sdkFaults),
  ...faultCases(agent, agentFaults),
  ...abortCases(sdk, ["hang", "slow"]),
  ...abortCases(agent, ["hang", "slow", "never-ready"]),
  {
    name: "awsSecretsManagerSource: hang and slow end with the source's own timeout",
    when: sdk.when,
    async run(context) {
      const timesOut = async (fault: string) => {
        const id = idOf(context, fault)
        // Long enough for the request to arrive on a busy machine.
        const source = await sdk.create(context, id, { timeout: 1_000 })
        await assertOutcome(source, { code: "timeout", transient: true }, context.freshSecret())
        assertEqual((await seen(context, id)).calls, 1, "upstream calls")
      }
      await Promise.all(["hang", "slow"].map(timesOut))
    },
  },
  {
    name: "awsSecretsManagerSource: a port on which nothing listens is unavailable",
    when: sdk.when,
    run: context => assertClosed(context, sdk),
  },
  {
    name: `awsSecretsAgentSource: ${agentPatience.map(nameOf).join("; ")}; and a port on which nothing listens`,
    when: agent.when,
    async run(context) {
      // In parallel, since each takes two seconds.
      const faults = agentPatience.map(fault => assertFault(context, agent, fault))
      await Promise.all([...faults, assertClosed(context, agent)])
    },
  },
  {
    name: "awsSecretsManagerSource: returns binary secrets as bytes, and AWS's version",
    when: sdk.when,
    run: context => assertBinary(context, sdk),
  },
  {
    name: "awsSecretsAgentSource: returns binary secrets as bytes, and AWS's version",
    when: agent.when,
    run: context => assertBinary(context, agent),
  },
  {
    name: "awsSecretsManagerSource: reads an empty secret, follows no redirect, unpacks no gzip bomb",
    when: { ...sdk.when, modules: ["esm", "cjs"] },
    async run(context) {
      await assertEmpty(context, sdk)
      const redirected = { code: "redirected", transient: false }
      await assertFault(context, sdk, { fault: "redirect", outcome: redirected, calls: 1 })
      await assertFault(context, sdk, { fault: "bomb", outcome: unavailable, calls: 1 })
    },
  },
  {
    name: "awsSecretsAgentSource: reads an empty secret",
    when: agent.when,
    run: context => assertEmpty(context, agent),
  },
  {
    name: "awsSecretsAgentSource: a wrong token is denied, and not printed",
    when: { ...agent.when, modules: ["esm", "cjs"] },
    async run(context) {
      const [id, wrong] = [idOf(context, "value"), context.freshSecret()]
      const { env } = (globalThis as unknown as { process: { env: Record<string, string> } }).process
      const token = env["AWS_TOKEN"]!
      env["AWS_TOKEN"] = wrong
      try {
        await assertOutcome(await agent.create(context, id), denied, wrong)
      } finally {
        env["AWS_TOKEN"] = token
      }
      assertEqual((await seen(context, id)).calls, 1, "upstream calls")
    },
  },
  {
    name: "both can be created outside a request, as in the module of a Worker",
    run: async () => assertEqual(madeWithTheModule.length, 2),
  },
  {
    name: "awsSecretsManagerSource: sends only what was named",
    when: sdk.when,
    async run(context) {
      const id = idOf(context, "value")
      await (await sdk.create(context, id)).read()
      assertEqual((await seen(context, id)).query, { SecretId: id }, "the request")
      assertEqual((await seen(context, id)).target, "secretsmanager.GetSecretValue", "the operation")
    },
  },
  {
    name: "awsSecretsManagerSource: in a bundle for the edge, says that it needs a client",
    when: { ...sdk.when, modules: "bundled" },
    async run({ fixtures, freshSecret }) {
      const source = awsSecretsManagerSource("id", { region: "eu-central-1", endpoint: fixtures.address })
      await assertOutcome(source, { code: "denied", transient: true }, freshSecret())
      const error = (await assertThrows(() => source.read())) as Error
      assert(error.message.includes("pass your own client"), error.message)
    },
  },
  {
    name: "awsSecretsManagerSource: names Deno's flags",
    when: { environment: "denied" },
    async run({ freshSecret }) {
      const source = awsSecretsManagerSource("id", { region: "eu-central-1" })
      await assertOutcome(source, denied, freshSecret())
      const error = (await assertThrows(() => source.read())) as Error
      assert(error.message.includes("--allow-env"), error.message)
    },
  },
  {
    name: "awsSecretsAgentSource: encodes the id, and reads past the agent's cache with force",
    when: agent.when,
    async run(context) {
      const id = `${idOf(context, "value")}=+@.!:-`
      const source = awsSecretsAgentSource(id, {
        port: context.fixtures.port,
        versionStage: "AWSCURRENT",
        versionId: context.fixtures.version,
      })
      await source.read({ force: true })
      assertEqual((await seen(context, id)).query, {
        secretId: id,
        versionStage: "AWSCURRENT",
        versionId: context.fixtures.version,
        refreshNow: "true",
      })
      await (await agent.create(context, id)).read({ force: false })
      assertEqual((await seen(context, id)).query, { secretId: id })
      assertEqual((await seen(context, id)).target, "/secretsmanager/get", "the path")
    },
  },
  {
    // Node and Bun would connect to a socket file of that name instead, and send it the token.
    name: "awsSecretsAgentSource: connects to the port, whatever path is on Object.prototype",
    when: agent.when,
    async run(context) {
      const id = idOf(context, "value")
      const source = await agent.create(context, id)
      const polluted = Object.prototype as { path?: string; timeout?: number }
      Object.assign(polluted, { path: "planted.sock", timeout: 1 })
      const document = await source.read().finally(() => {
        delete polluted.path
        delete polluted.timeout
      })
      assertEqual(typeof document, "object")
      assertEqual((await seen(context, id)).calls, 1, "upstream calls")
    },
  },
  {
    name: "awsSecretsAgentSource: says that this runtime is not supported",
    when: { nodeModules: "absent" },
    async run(context) {
      const source = await agent.create(context, idOf(context, "value"))
      await assertOutcome(source, { code: "unsupported", transient: false }, context.freshSecret())
    },
  },
  {
    name: "awsSecretsAgentSource: names Deno's flag",
    when: { environment: "denied" },
    async run({ fixtures }) {
      const source = awsSecretsAgentSource("id", { port: fixtures.port })
      const error = (await assertThrows(() => source.read())) as Error & { code?: unknown }
      assertEqual(error.code, "denied")
      assert(error.message.includes("--allow-env"), error.message)
    },
  },
]

// There workerd refuses a timer, a signal, a random number and a request.
const madeWithTheModule = [
  awsSecretsManagerSource("prod/google", { region: "eu-central-1", endpoint: "https://example.com" }),
  awsSecretsAgentSource("prod/google"),
]

async function assertEmpty(context: Context, kind: Kind): Promise<void> {
  const id = idOf(context, "value")
  await store(context, id, "")
  const document = await (await kind.create(context, id)).read()
  const content = document !== undefined && "content" in document ? document.content : undefined
  assertEqual([content, document?.version], ["", context.fixtures.version], "the document")
}

async function assertClosed(context: Context, kind: Kind): Promise<void> {
  const source = await kind.create(context, idOf(context, "value"), { address: "closed" })
  await assertOutcome(source, unavailable, context.freshSecret())
}

async function assertBinary(context: Context, kind: Kind): Promise<void> {
  const id = idOf(context, "binary")
  const secret = context.freshSecret()
  await store(context, id, secret)
  const document = await (await kind.create(context, id)).read()
  const content = document !== undefined && "content" in document ? document.content : undefined
  assert(content instanceof Uint8Array && new TextDecoder().decode(content) === secret, "the bytes are the secret's")
  assertEqual(document?.version, context.fixtures.version, "the version")
}
