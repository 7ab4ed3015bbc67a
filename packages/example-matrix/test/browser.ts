/** The answer of an application to a request for a page. */
export interface Visit {
  readonly status: number
  /** The target of a redirect, as a whole URL. */
  readonly location: string | undefined
  readonly text: string
}

/** A minimal browser for an application: it keeps cookies, and shows redirects instead of following them. */
export class Browser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(origin: string) {
    this.#origin = origin
  }

  async open(target: string): Promise<Visit> {
    const url = new URL(target, this.#origin)
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const response = await fetch(url, { redirect: "manual", headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)!
      if (value === "") this.#cookies.delete(name!)
      else this.#cookies.set(name!, value!)
    }
    const location = response.headers.get("location")
    const whole = location === null ? undefined : new URL(location, url).href
    return { status: response.status, location: whole, text: await response.text() }
  }
}
