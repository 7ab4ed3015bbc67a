import { assertEqual } from "@client-secrets/conformance"

/** The addresses of the servers in `fault-server.ts`. */
export interface Fixtures {
  readonly store: string
  /** No request may arrive there. */
  readonly elsewhere: string
  /** Nothing listens there. */
  readonly refused: string
  /** An https server whose certificate is not trusted. */
  readonly untrusted: string
}

/** How the store answers a request. */
export interface Answer {
  /** @default 200 */
  readonly status?: number
  /** With an `etag`, a request that contains it gets 304. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly fault?:
    | "bomb"
    | "cut"
    | "cut chunked"
    | "drip"
    | "gzip"
    | "hang"
    | "over chunked"
    | "over declared"
    | "reset"
}

export interface RecordedRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** When the request arrived, in milliseconds. */
  readonly at: number
}

/** An address of the store that returns these answers, one after another and then always the last. */
export interface Store {
  readonly id: string
  readonly url: string
  requests(): Promise<RecordedRequest[]>
}

export async function scriptStore({ store }: Fixtures, ...answers: Answer[]): Promise<Store> {
  const id = crypto.randomUUID()
  const scripted = await fetch(`${store}/script/${id}`, { method: "POST", body: JSON.stringify(answers) })
  assertEqual(scripted.status, 200, "the script's status")
  await scripted.text()
  return {
    id,
    url: `${store}/store/${id}`,
    requests: async () => (await fetch(`${store}/log/${id}`)).json(),
  }
}

/** A `fetch` that sends the requests for every host to the store; `asked` returns them. */
export function standIn(store: Store): { fetch: typeof fetch; asked(): Promise<RecordedRequest[]> } {
  return {
    fetch: (url, init) => fetch(`${store.url}?${encodeURIComponent(String(url))}`, init),
    async asked() {
      const requests = await store.requests()
      return requests.map(request => ({ ...request, url: decodeURIComponent(request.url.replace(/.*\?/, "")) }))
    },
  }
}
