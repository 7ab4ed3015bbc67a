import { ClientSecretsError, envSource, fileSource, firstOf } from "client-secrets"
import { fileTokenStore } from "client-secrets/local"
import { callTool } from "./call-tool.ts"

const usage = "Usage: node dist/main.js SERVER-URL [TOOL] [JSON-INPUT]"
const [serverUrl, tool, input = "{}"] = process.argv.slice(2)
const { CLIENT_SECRETS_FILE, MCP_SCOPE, MCP_TOKENS, MCP_ACCOUNT } = process.env

if (serverUrl === undefined || !URL.canParse(serverUrl)) {
  console.error(usage)
  process.exit(2)
}

try {
  const source =
    CLIENT_SECRETS_FILE === undefined ? firstOf(envSource(), fileSource()) : fileSource(CLIENT_SECRETS_FILE)
  const lines = await callTool(
    source,
    {
      app: "mcp-client-example",
      scope: MCP_SCOPE ?? "https://www.googleapis.com/auth/calendar.events",
      account: MCP_ACCOUNT,
      store: MCP_TOKENS === undefined ? undefined : fileTokenStore(MCP_TOKENS),
    },
    { serverUrl: new URL(serverUrl), tool, input: JSON.parse(input) as Record<string, unknown> },
  )
  for (const line of lines) console.log(line)
} catch (error) {
  // The messages of this project contain no secret. Others may.
  console.error(ClientSecretsError.is(error) ? error.message : `The call failed (${(error as Error).name}).`)
  process.exitCode = 1
}
