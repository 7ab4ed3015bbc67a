import { assertEqual } from "@client-secrets/conformance"

/** Where the servers of `fault-server.ts` listen. */
export interface Fixtures {
  readonly store: string
  /** Nobody is to ask there. */
  readonly elsewhere: string
  /** Nobody listens there. */
  readonly refused: string
  /** An https server whose certificate nobody trusts. */
  readonly untrusted: string
}

/** What the store is to do when it is asked. */
export interface Answer {
  /** @default 200 */
  readonly status?: number
  /** With an `etag`, a request that names it gets 304. */
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
  /** When it came, in milliseconds. */
  readonly at: number
}

/** An address of the store that gives these answers, one after another and then the last for ever. */
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

/** A `fetch` that asks the store in the place of every host; `asked` gives for what. */
export function standIn(store: Store): { fetch: typeof fetch; asked(): Promise<RecordedRequest[]> } {
  return {
    fetch: (url, init) => fetch(`${store.url}?${encodeURIComponent(String(url))}`, init),
    async asked() {
      const requests = await store.requests()
      return requests.map(request => ({ ...request, url: decodeURIComponent(request.url.replace(/.*\?/, "")) }))
    },
  }
}
