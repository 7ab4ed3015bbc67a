// A browser, as far as the pages of authorization servers need one: cookies by host, redirects and forms.

/** @typedef {{ action: string, fields: URLSearchParams, buttons: { name: string, value: string, text: string }[] }} Form */

export class Browser {
  url = ""
  text = ""
  /** Where the last redirect led, if that is the application's own address, where nothing listens. */
  arrived = undefined
  #application
  #cookies = new Map()

  /** @param {string} application the origin of the redirect URI */
  constructor(application) {
    this.#application = application
  }

  async open(target, form) {
    let url = target
    let body = form
    this.arrived = undefined
    for (let step = 0; step < 20; step++) {
      if (new URL(url).origin === this.#application) {
        this.arrived = url
        return
      }
      const response = await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        redirect: "manual",
        headers: { accept: "text/html", cookie: this.#cookiesFor(url), ...(body && { origin: new URL(url).origin }) },
        ...(body && { body }),
      })
      this.#keepCookies(url, response.headers.getSetCookie())
      const location = response.headers.get("location")
      if (location === null) {
        this.url = url
        this.text = await response.text()
        return
      }
      await response.body?.cancel()
      url = new URL(location, url).href
      body = undefined
    }
    throw new Error("The browser went in circles.")
  }

  /** Fills in the form that has these fields, and presses the button with this name, value or text. */
  async submit(fields, button) {
    const form = this.#forms().find(({ fields: found }) => Object.keys(fields).every(name => found.has(name)))
    if (form === undefined)
      throw new Error(`There is no form with ${Object.keys(fields)} on ${this.url}:\n${this.text}`)
    const pressed = form.buttons.find(({ name, value, text }) => [name, value, text].includes(button))
    if (button !== undefined && pressed === undefined) throw new Error(`There is no button ${button} on ${this.url}`)
    for (const [name, value] of Object.entries(fields)) form.fields.set(name, value)
    if (pressed?.name) form.fields.set(pressed.name, pressed.value)
    await this.open(form.action, form.fields)
  }

  /** Ticks every check box of a form, as a user does who allows everything. */
  async submitAll(button) {
    const boxes = [...this.text.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].map(([tag]) => tag)
    const form = this.#forms()[0]
    for (const tag of boxes) form.fields.append(attribute(tag, "name"), attribute(tag, "value"))
    const pressed = form.buttons.find(({ name, value, text }) => [name, value, text].includes(button))
    if (pressed?.name) form.fields.set(pressed.name, pressed.value)
    await this.open(form.action, form.fields)
  }

  #forms() {
    return [...this.text.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head, inner]) => {
      const fields = new URLSearchParams()
      for (const [tag] of inner.matchAll(/<input[^>]*>/g)) {
        if (/type="(checkbox|submit)"/.test(tag)) continue
        if (attribute(tag, "name")) fields.set(attribute(tag, "name"), attribute(tag, "value"))
      }
      const inputs = [...inner.matchAll(/<input[^>]*type="submit"[^>]*>/g)].map(([tag]) => ({ tag, text: "" }))
      const buttons = [...inner.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(([, tag, text]) => ({ tag, text }))
      return {
        action: new URL(attribute(head, "action") || this.url, this.url).href,
        fields,
        buttons: [...inputs, ...buttons].map(({ tag, text }) => ({
          name: attribute(tag, "name"),
          value: attribute(tag, "value"),
          text: text.replace(/<[^>]*>/g, "").trim(),
        })),
      }
    })
  }

  #cookiesFor(url) {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  #keepCookies(url, headers) {
    const { host } = new URL(url)
    const cookies = this.#cookies.get(host) ?? new Map()
    this.#cookies.set(host, cookies)
    for (const header of headers) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)
      if (value === "" || /max-age=0\b/i.test(header)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }
}

function attribute(tag, name) {
  const found = new RegExp(`(?:^|[\\s"'])${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return (found?.[1] ?? found?.[2] ?? "").replaceAll("&amp;", "&").replaceAll("&#x3D;", "=").replaceAll("&#43;", "+")
}
