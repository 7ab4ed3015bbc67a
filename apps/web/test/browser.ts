/** A minimal browser for this application and its provider: cookies by host, redirects, forms. */
export class Browser {
  /** Its address, and the page that it shows. */
  url = ""
  status = 0
  text = ""
  readonly #cookies = new Map<string, Map<string, string>>()
  readonly #names: Readonly<Record<string, string>>

  /** @param names the real addresses of origins, like a hosts file */
  constructor(names: Readonly<Record<string, string>> = {}) {
    this.#names = names
  }

  async open(target: string, form?: URLSearchParams): Promise<void> {
    let url = target
    let body = form
    for (let step = 0; step < 12; step++) {
      const { host, origin } = new URL(url)
      const cookies = this.#cookies.get(host) ?? new Map<string, string>()
      this.#cookies.set(host, cookies)
      const response = await fetch(url.replace(origin, this.#names[origin] ?? origin), {
        method: body === undefined ? "GET" : "POST",
        redirect: "manual",
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          connection: "close",
          ...(body && { origin }),
        },
        ...(body && { body }),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
        if (value === "") cookies.delete(name!)
        else cookies.set(name!, value!)
      }
      const location = response.headers.get("location")
      if (location === null) {
        this.url = url
        this.status = response.status
        this.text = await response.text()
        return
      }
      await response.body?.cancel()
      url = new URL(location, url).href
      body = undefined
    }
    throw new Error("the browser went in circles")
  }

  /** Presses the button with this text. */
  async press(button: string): Promise<void> {
    const found = new RegExp(`<button([^>]*)>${button}</button>`).exec(this.text)
    if (found === null) throw new Error(`there is no button ${button} on:\n${this.text}`)
    const before = this.text.slice(0, found.index)
    const form = before.slice(before.lastIndexOf("<form"))
    const action = /formaction="([^"]+)"/.exec(found[1]!)?.[1] ?? / action="([^"]+)"/.exec(form)?.[1] ?? this.url
    const fields = new URLSearchParams()
    for (const [, name, value] of form.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)) fields.set(name!, value!)
    await this.open(new URL(action, this.url).href, fields)
  }
}
