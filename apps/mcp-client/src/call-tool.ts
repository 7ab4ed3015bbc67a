import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import type { Source } from "client-secrets"
import { type SignInOptions, signIn } from "client-secrets/local"
import { mcpFetch } from "client-secrets/mcp"

/** One call of one tool. */
export interface ToolCall {
  readonly serverUrl: URL
  /** Without a name the tools are listed. */
  readonly tool?: string | undefined
  readonly input: Record<string, unknown>
}

/**
 * Signs the user in, connects, and calls a tool.
 *
 * In this order: Google's servers answer without a token until a tool is called, so a client that waits for an error of
 * `connect()` never signs in.
 *
 * @returns lines to print
 */
export async function callTool(source: Source, options: SignInOptions, call: ToolCall): Promise<string[]> {
  const authorization = await signIn(source, options)
  const client = new Client({ name: "mcp-client", version: "1.0.0" })
  const fetch = mcpFetch(authorization, call.serverUrl)
  await client.connect(new StreamableHTTPClientTransport(call.serverUrl, { fetch }))
  try {
    if (call.tool === undefined) {
      const { tools } = await client.listTools()
      return tools.map(({ name, description = "" }) => `${name}: ${description}`)
    }
    const { content, isError } = await client.callTool({ name: call.tool, arguments: call.input })
    const lines = content.flatMap(part => (part.type === "text" ? [part.text] : []))
    return isError === true ? ["The tool failed:", ...lines] : lines
  } finally {
    await client.close()
  }
}
