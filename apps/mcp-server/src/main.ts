import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js"
import { envSource, fileSource, firstOf } from "client-secrets"
import { fileTokenStore } from "client-secrets/local"
import { createCalendarServer } from "./create-calendar-server.ts"

const { CALENDAR_URL, CALENDAR_SCOPE, CALENDAR_TOKENS, CALENDAR_NO_BROWSER, CLIENT_SECRETS_FILE } = process.env

const server = createCalendarServer({
  source: CLIENT_SECRETS_FILE === undefined ? firstOf(envSource(), fileSource()) : fileSource(CLIENT_SECRETS_FILE),
  calendarUrl: CALENDAR_URL ?? "https://www.googleapis.com/calendar/v3",
  scope: CALENDAR_SCOPE ?? "https://www.googleapis.com/auth/calendar.events",
  store: CALENDAR_TOKENS === undefined ? undefined : fileTokenStore(CALENDAR_TOKENS),
  mayOpenBrowser: CALENDAR_NO_BROWSER === undefined,
})

// The host has ended: a sign-in that waits for its user must not keep this process running.
process.stdin.once("end", () => process.exit(0))

await server.connect(new StdioServerTransport())
// Standard output belongs to the protocol.
console.error("The calendar server is ready.")
