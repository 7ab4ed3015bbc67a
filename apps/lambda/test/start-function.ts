import { type ChildProcess, spawn } from "node:child_process"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"

export interface FunctionOptions {
  /** The Node version on which Lambda would run it. */
  readonly node: string
  /** The uploaded folder. */
  readonly folder: string
  /** `FILE.EXPORT`, as in the function's configuration. */
  readonly handler: string
  /** The environment of the function, in addition to what Lambda sets. */
  readonly environment: Readonly<Record<string, string>>
}

/** A function in its execution environment: cold until the first invocation. */
export interface LambdaFunction {
  invoke(event: unknown): Promise<Invocation>
  /** Between two invocations Lambda suspends a function completely. */
  freeze(): void
  /** Everything that was logged. */
  logs(): string
  stop(): Promise<void>
}

export type Invocation = { readonly result: unknown } | { readonly error: { errorType: string; errorMessage: string } }

type Settle = (outcome: Invocation | Error) => void

const runtimeClient = createRequire(import.meta.url).resolve("aws-lambda-ric")
const nativeClient = fileURLToPath(new URL("./rapid-client.cjs", import.meta.url))
// As Lambda starts its managed runtimes.
const flags = ["--no-experimental-require-module", "--no-experimental-detect-module"]

/**
 * Starts AWS's own runtime client for Node with a function, against a server with the Lambda Runtime API.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startFunction(options: FunctionOptions): Promise<LambdaFunction> {
  const queue: { event: unknown; settle: Settle }[] = []
  const running = new Map<string, Settle>()
  let waiting: ServerResponse | undefined
  let ids = 0

  const server = createServer(async (request, response) => {
    const path = request.url?.replace("/2018-06-01/runtime/", "") ?? ""
    if (path === "invocation/next") {
      waiting = response
      return handOver()
    }
    const body = JSON.parse((await textOf(request)) || "null")
    response.writeHead(202).end()
    if (path === "init/error") return fail(new Error(`the function could not be loaded: ${JSON.stringify(body)}`))
    const [, id = "", outcome] = path.split("/")
    running.get(id)?.(outcome === "response" ? { result: body } : { error: body })
    running.delete(id)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo

  function handOver(): void {
    if (waiting === undefined || queue.length === 0) return
    const { event, settle } = queue.shift()!
    const id = `00000000-0000-0000-0000-${String(++ids).padStart(12, "0")}`
    running.set(id, settle)
    waiting.writeHead(200, {
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(Date.now() + 30_000),
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-central-1:123456789012:function:example",
      "content-type": "application/json",
    })
    waiting.end(JSON.stringify(event))
    waiting = undefined
  }

  const child = startRuntime(options, port)
  let logs = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      logs += chunk
    })
  }
  const ended = new Promise<void>(resolve => {
    child.once("close", status => {
      fail(new Error(`the runtime ended (${status}):\n${logs}`))
      resolve()
    })
  })

  function fail(error: Error): void {
    for (const { settle } of queue.splice(0)) settle(error)
    for (const settle of running.values()) settle(error)
    running.clear()
  }

  return {
    invoke: event =>
      new Promise((resolve, reject) => {
        child.kill("SIGCONT")
        const settle: Settle = outcome => (outcome instanceof Error ? reject(outcome) : resolve(outcome))
        queue.push({ event, settle })
        handOver()
      }),
    freeze: () => void child.kill("SIGSTOP"),
    logs: () => logs,
    async stop() {
      child.kill("SIGKILL")
      await ended
      server.closeAllConnections()
      server.close()
    },
  }
}

function startRuntime({ node, folder, handler, environment }: FunctionOptions, port: number): ChildProcess {
  const child = spawn(node, [...flags, "--require", nativeClient, runtimeClient], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      AWS_LAMBDA_FUNCTION_NAME: "example",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/example",
      AWS_LAMBDA_LOG_STREAM_NAME: "example",
      AWS_REGION: "eu-central-1",
      ...environment,
    },
  })
  // A test run that is interrupted leaves no function running.
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  child.once("close", () => process.off("exit", kill))
  return child
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ""
  for await (const chunk of request.setEncoding("utf8")) text += chunk
  return text
}
