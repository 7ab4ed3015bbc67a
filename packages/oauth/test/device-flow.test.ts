import { createFlow, type DeviceAuthorization, type Flow } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

describe("against a real provider", () => {
  let provider: TestProvider
  let flow: Flow
  beforeAll(async () => {
    provider = await startProvider()
    flow = createFlow(provider.secrets("post"), { scope: "openid profile" })
  })
  afterAll(() => provider.close())

  test("polls until the user has approved on the provider's page", async () => {
    const device = await flow.deviceAuthorization()
    expect(device).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verificationUri: `${provider.issuer}/device`,
      verificationUriComplete: `${provider.issuer}/device?user_code=${device.userCode}`,
      interval: 1,
    })
    expect(device.expiresAt).toBeGreaterThan(Date.now() + 60_000)
    const tokens = flow.pollDeviceAuthorization(device)
    const polls = () => provider.requests.filter(request => request === "POST /token").length
    const before = polls()
    await expect.poll(polls).toBeGreaterThan(before)
    await robot.approveDevice(device.verificationUriComplete!)
    expect((await tokens).claims).toMatchObject({ sub: "ada", name: "Ada Lovelace" })
  })

  test("ends if the user refuses", async () => {
    const device = await flow.deviceAuthorization()
    await robot.approveDevice(device.verificationUriComplete!, "deny")
    const error = await rejectionOf(flow.pollDeviceAuthorization(device))
    expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "token", error: "access_denied" } })
  })

  test("ends if the caller aborts", async () => {
    const device = await flow.deviceAuthorization()
    const controller = new AbortController()
    setTimeout(() => controller.abort("enough"), 50)
    expect(await rejectionOf(flow.pollDeviceAuthorization(device, { signal: controller.signal }))).toBe("enough")
  })
})

describe("against a faulty server", () => {
  let liar: Liar
  let flow: Flow
  beforeAll(async () => {
    liar = await startLiar()
    flow = createFlow(liar.secrets(), { scope: "a", issuer: metadataOf(liar.issuer) }) as Flow
  })
  afterAll(() => liar.close())
  beforeEach(() => {
    liar.requests.length = 0
  })

  const answer = {
    device_code: "EXAMPLE_DEVICE_CODE",
    user_code: "ABCD",
    verification_uri: "https://example.com/device",
    expires_in: 60,
  }
  const authorize = (body: object): Promise<DeviceAuthorization> => {
    liar.answers["/device"] = () => ({ body })
    return flow.deviceAuthorization()
  }

  test("the interval is five seconds if none is returned; accepts Google's name for the page", async () => {
    const { verification_uri, ...rest } = answer
    const device = await authorize({ ...rest, verification_url: "https://www.google.com/device" })
    expect(device).toMatchObject({ interval: 5, verificationUri: "https://www.google.com/device" })
    expect(liar.requests[0]?.form.get("scope")).toBe("a")
    expect(liar.requests[0]?.form.get("client_id")).toBe("liar-client")
  })

  test.each(["device_code", "user_code", "verification_uri", "expires_in"])(
    "refuses an answer without %s",
    async name => {
      const error = await rejectionOf(authorize({ ...answer, [name]: undefined }))
      expect(error).toMatchObject({ code: "untrusted_response" })
    },
  )

  test.each([0, -1, "often"])("refuses an interval of %j", async interval => {
    await expect(authorize({ ...answer, interval })).rejects.toMatchObject({ code: "untrusted_response" })
  })

  test.each(["interval", "expires_in"])("refuses %s that is not a number of seconds", async name => {
    for (const value of ["1e999", "-1", '"soon"', '"1e3"', '"0x10"', "true", "[60]", '""']) {
      const text = JSON.stringify({ ...answer, [name]: "VALUE" }).replace('"VALUE"', value)
      liar.answers["/device"] = () => ({ body: text })
      expect(await rejectionOf(flow.deviceAuthorization()), value).toMatchObject({ code: "untrusted_response" })
    }
  })

  test.each([
    ["verification_uri", "javascript:alert(1)"],
    ["verification_uri", "file:///etc/passwd"],
    ["verification_uri_complete", "javascript:alert(1)"],
    ["verification_uri", "https://example.com/\u001b]0;title\u0007"],
    ["user_code", "\u001b[2J"],
    ["user_code", ""],
  ])("refuses %s %j, since a program shows or opens it", async (name, text) => {
    await expect(authorize({ ...answer, [name]: text })).rejects.toMatchObject({ code: "untrusted_response" })
  })

  test.each([
    ["3000000", "60"],
    ["1e308", "60"],
    ["5", "1e308"],
    ["1e308", "1e308"],
  ])("an interval of %s s with a lifetime of %s s does not poll without a pause", async (interval, life) => {
    const waits: number[] = []
    const requestTimeout = 10_000
    const realSetTimeout = globalThis.setTimeout
    globalThis.setTimeout = ((callback: () => void, milliseconds: number) => {
      waits.push(milliseconds)
      // The limit of the request stays: on a busy machine an answer takes more than 50 ms.
      return realSetTimeout(callback, milliseconds === requestTimeout ? milliseconds : Math.min(milliseconds, 50))
    }) as never
    try {
      const text = JSON.stringify({ ...answer, interval: 7, expires_in: 8 })
      liar.answers["/device"] = () => ({ body: text.replace(":7", `:${interval}`).replace(":8", `:${life}`) })
      const device = await flow.deviceAuthorization()
      waits.length = liar.requests.length = 0
      const controller = new AbortController()
      const poll = flow.pollDeviceAuthorization(device, { signal: controller.signal })
      controller.abort("enough")
      await expect(poll).rejects.toBe("enough")
      // Allows two seconds for a slow machine.
      expect(waits).toEqual([expect.closeTo(Math.min(Number(interval) * 1000, Number(life) * 1000, 0x7fffffff), -4)])
      expect(liar.requests).toEqual([])
    } finally {
      globalThis.setTimeout = realSetTimeout
    }
  })

  test("polls at most once a second if the server demands no pause, also for a stored device authorization", async () => {
    const device = await authorize({ ...answer, interval: 0.000001 })
    expect(device.interval).toBe(1)
    const waits: number[] = []
    const realSetTimeout = globalThis.setTimeout
    globalThis.setTimeout = ((callback: () => void, milliseconds: number) => {
      waits.push(milliseconds)
      return realSetTimeout(callback, milliseconds)
    }) as never
    try {
      const controller = new AbortController()
      const poll = flow.pollDeviceAuthorization({ ...device, interval: 0 }, { signal: controller.signal })
      controller.abort("enough")
      await expect(poll).rejects.toBe("enough")
      expect(waits).toEqual([1000])
    } finally {
      globalThis.setTimeout = realSetTimeout
    }
  })

  test("a stored device authorization cannot demand more than a timer can wait for, which would be no pause", async () => {
    const device = { ...(await authorize(answer)), interval: 3_000_000, expiresAt: 1e15 }
    const waits: number[] = []
    const realSetTimeout = globalThis.setTimeout
    globalThis.setTimeout = ((callback: () => void, milliseconds: number) => {
      waits.push(milliseconds)
      return realSetTimeout(callback, 0)
    }) as never
    try {
      const controller = new AbortController()
      const poll = flow.pollDeviceAuthorization(device, { signal: controller.signal })
      controller.abort("enough")
      await expect(poll).rejects.toBe("enough")
      expect(waits).toEqual([0x7fffffff])
    } finally {
      globalThis.setTimeout = realSetTimeout
    }
  })

  test("waits longer after slow_down and faults, and continues to poll", async () => {
    // The test counts the waits instead of waiting.
    const waits: number[] = []
    const requestTimeout = 10_000
    const realSetTimeout = globalThis.setTimeout
    globalThis.setTimeout = ((callback: () => void, milliseconds: number) => {
      if (milliseconds !== requestTimeout) waits.push(milliseconds)
      return realSetTimeout(callback, milliseconds === requestTimeout ? milliseconds : 0)
    }) as never
    try {
      const answers = [
        { status: 400, body: { error: "authorization_pending" } },
        { status: 400, body: { error: "slow_down" } },
        { status: 428, body: { error: "authorization_pending" } },
        { status: 503 },
        { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } },
      ]
      liar.answers["/token"] = () => answers.shift()!
      const device = await authorize({ ...answer, interval: 1 })
      expect((await flow.pollDeviceAuthorization(device)).accessToken.reveal()).toBe("EXAMPLE_TOKEN")
      expect(waits).toEqual([1000, 1000, 6000, 6000, 11_000])
    } finally {
      globalThis.setTimeout = realSetTimeout
    }
  })

  test("does not poll with an expired code", async () => {
    const device = { ...(await authorize({ ...answer, interval: 0.01 })), expiresAt: Date.now() - 1 }
    liar.requests.length = 0
    const error = await rejectionOf(flow.pollDeviceAuthorization(device))
    expect(error).toMatchObject({ code: "timeout" })
    expect(liar.requests).toEqual([])
  })

  test.each(["expired_token", "invalid_grant", "access_denied"])("ends after %s", async error => {
    liar.answers["/token"] = () => ({ status: 400, body: { error } })
    const device = await authorize({ ...answer, interval: 0.01 })
    await expect(flow.pollDeviceAuthorization(device)).rejects.toMatchObject({ provider: { error } })
  })

  test("reports an issuer without a device endpoint", async () => {
    const { device_authorization_endpoint, ...issuer } = metadataOf(liar.issuer)
    const without = createFlow(liar.secrets(), { scope: "a", issuer })
    await expect(without.deviceAuthorization()).rejects.toMatchObject({ code: "unsupported" })
    const { revocation_endpoint, ...noRevocation } = metadataOf(liar.issuer)
    const flow = createFlow(liar.secrets(), { scope: "a", issuer: noRevocation })
    await expect(flow.revoke("EXAMPLE_TOKEN")).rejects.toMatchObject({ code: "unsupported" })
  })
})
