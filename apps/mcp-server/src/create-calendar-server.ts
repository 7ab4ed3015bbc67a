import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import { ClientSecretsError, type Source } from "client-secrets"
import { type Authorization, listAccounts, signIn, type TokenStore } from "client-secrets/local"
import { elicitUrl } from "client-secrets/mcp"
import { z } from "zod"
import { type Calendar, openCalendar } from "./calendar.ts"

/** The options of the server. */
export interface CalendarServerOptions {
  readonly source: Source
  readonly calendarUrl: string
  readonly scope: string
  /** The store of sign-ins. @default this user's own folder for this program */
  readonly store?: TokenStore | undefined
  /** Whether the system's browser may open if the host cannot show a page. @default true */
  readonly mayOpenBrowser?: boolean | undefined
}

interface ToolResult {
  readonly content: { readonly type: "text"; readonly text: string }[]
  readonly isError?: boolean
  readonly [member: string]: unknown
}

const account = z
  .string()
  .optional()
  .describe("Which of the user's accounts, for example work. Leave it out if the user has one account only.")

/** An MCP server with two tools. A tool signs its user in when it is called, not when the server starts. */
export function createCalendarServer(options: CalendarServerOptions): McpServer {
  const { source, calendarUrl, scope, store, mayOpenBrowser } = options
  const server = new McpServer({ name: "calendar", version: "1.0.0" })
  const app = { app: "calendar-mcp-server", store }

  const signInFor = (name: string | undefined): Promise<Authorization> =>
    signIn(source, {
      ...app,
      scope,
      account: name,
      openBrowser: elicitUrl(server.server, {
        message: "Sign in, so that your calendar can be read and changed.",
        openBrowser: mayOpenBrowser,
      }),
    })

  server.registerTool(
    "list-events",
    { description: "Lists the events of the user's calendar.", inputSchema: { account } },
    input =>
      runTool(async () => {
        const calendar = openCalendar(await signInFor(input.account), calendarUrl)
        return describeEvents(calendar)
      }),
  )

  server.registerTool(
    "add-event",
    {
      description: "Adds an event to the user's calendar.",
      inputSchema: { account, title: z.string(), start: z.iso.datetime({ offset: true }) },
    },
    input =>
      runTool(async () => {
        const { title, start } = input
        await openCalendar(await signInFor(input.account), calendarUrl).addEvent({ title, start })
        return `Added ${title} at ${start}.`
      }),
  )

  server.registerResource(
    "accounts",
    "calendar://accounts",
    { description: "The accounts that are signed in." },
    async uri => {
      const accounts = await listAccounts(source, app)
      const lines = accounts.map(found => found.account || "(the only account)")
      return { contents: [{ uri: uri.href, text: lines.join("\n") || "Nobody is signed in." }] }
    },
  )

  return server
}

async function describeEvents(calendar: Calendar): Promise<string> {
  const events = await calendar.listEvents()
  return events.map(({ title, start }) => `${start} ${title}`).join("\n") || "There are no events."
}

/** A failed sign-in is the tool's answer: its message says what the user can do, and contains no secret. */
async function runTool(work: () => Promise<string>): Promise<ToolResult> {
  try {
    return { content: [{ type: "text", text: await work() }] }
  } catch (error) {
    // Other errors may come from anywhere: only the developer may see their messages.
    if (!ClientSecretsError.is(error)) console.error(error)
    const text = ClientSecretsError.is(error) ? error.message : "The calendar could not be reached."
    return { content: [{ type: "text", text }], isError: true }
  }
}
