import type { Authorization } from "client-secrets/local"

/** One event, in the form in which the tools show it. */
export interface CalendarEvent {
  readonly title: string
  /** ISO 8601. */
  readonly start: string
}

/** The part of Google's Calendar API that the tools use. */
export interface Calendar {
  listEvents(): Promise<readonly CalendarEvent[]>
  addEvent(event: CalendarEvent): Promise<void>
}

/** One hour, since the API requires an end. */
const duration = 3_600_000

/**
 * The calendar of a signed-in user.
 *
 * @param baseUrl such as `https://www.googleapis.com/calendar/v3`
 */
export function openCalendar(authorization: Authorization, baseUrl: string): Calendar {
  const url = `${baseUrl}/calendars/primary/events`
  return {
    async listEvents() {
      const answer = await readAnswer(await authorization.fetch(url))
      const items = Array.isArray(answer["items"]) ? (answer["items"] as Record<string, unknown>[]) : []
      return items.map(({ summary, start }) => ({
        title: String(summary ?? "(no title)"),
        start: String((start as { dateTime?: string } | undefined)?.dateTime ?? "(no time)"),
      }))
    },
    async addEvent({ title, start }) {
      const end = new Date(Date.parse(start) + duration).toISOString()
      const body = JSON.stringify({ summary: title, start: { dateTime: start }, end: { dateTime: end } })
      const headers = { "content-type": "application/json" }
      await readAnswer(await authorization.fetch(url, { method: "POST", headers, body }))
    },
  }
}

async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  if (response.ok) return (await response.json()) as Record<string, unknown>
  // The answer may repeat the request.
  await response.body?.cancel()
  throw new Error(`The calendar answered ${response.status}.`)
}
