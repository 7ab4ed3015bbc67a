import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { postForm } from "../http/form.ts"
import { type Outgoing, requireSuccess } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"
import { findEndpoint } from "./find-endpoint.ts"
import type { CallOptions, DeviceAuthorization, Tokens } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { readSeconds } from "./read-seconds.ts"
import { requestTokens } from "./request-tokens.ts"

/** Seconds. A server that asks for a shorter pause would have the program poll without one. */
const leastInterval = 1

/** RFC 8628 section 3.1. */
export async function authorizeDevice(state: FlowState, { signal }: CallOptions): Promise<DeviceAuthorization> {
  const client = await state.load(signal)
  const { secrets, settings } = client
  const { url, issuer, metadata } = await findEndpoint(state, client, "device_authorization", signal)
  const outgoing: Outgoing = {
    client: secrets,
    endpoint: "device_authorization",
    settings,
    issuer,
    sensitive: [],
    signal,
  }
  const form = { client_id: secrets.clientId, scope: settings.scope }
  const answer = await postForm(outgoing, url, form, client, metadata)
  return readDeviceAuthorization(requireSuccess(outgoing, answer), answer.place)
}

/** Section 3.2. A program prints or opens its values, so they are checked. */
function readDeviceAuthorization(body: Readonly<Record<string, unknown>>, place: string): DeviceAuthorization {
  // Google has another name for it.
  const verificationUri = body["verification_uri"] ?? body["verification_url"]
  const { device_code, user_code, verification_uri_complete: complete, expires_in, interval = 5 } = body
  const requireMember = (isValid: boolean, member: string) => {
    if (!isValid) throw untrusted(messages.noDeviceCode(place, member))
  }
  requireMember(isPrintable(device_code), "device_code")
  requireMember(isPrintable(user_code), "user_code")
  requireMember(isWebUrl(verificationUri), "verification_uri")
  requireMember(!complete || isWebUrl(complete), "verification_uri_complete")
  const lifetime = readSeconds(expires_in) ?? 0
  const pause = readSeconds(interval) ?? 0
  requireMember(lifetime > 0, "expires_in")
  requireMember(pause > 0, "interval")
  return {
    deviceCode: device_code as string,
    userCode: user_code as string,
    verificationUri: verificationUri as string,
    ...(complete ? { verificationUriComplete: complete as string } : {}),
    expiresAt: Date.now() + Math.min(lifetime, mostSeconds) * 1000,
    interval: Math.min(Math.max(pause, leastInterval), mostSeconds),
  }
}

/** As many as a timer can wait for: with more it would fire immediately, and poll without a pause. */
const mostSeconds = 0x7fffffff / 1000

function isPrintable(value: unknown): boolean {
  return typeof value === "string" && /^[ -~]+$/.test(value)
}

function isWebUrl(value: unknown): boolean {
  return typeof value === "string" && /^https?:[!-~]+$/.test(value)
}

/** After so many failures in a row the server is not only busy. */
const mostFailures = 5

/** RFC 8628 section 3.4. */
export async function pollDevice(
  state: FlowState,
  device: DeviceAuthorization,
  { signal }: CallOptions,
): Promise<Tokens> {
  const { deviceCode, userCode, expiresAt, interval } = requireDevice(device)
  let seconds = Math.max(interval, leastInterval)
  for (let failures = 0; ; ) {
    const left = expiresAt - Date.now()
    if (left <= 0) throw new ClientSecretsError("timeout", messages.userCodeExpired)
    await sleep(Math.min(seconds, mostSeconds, left / 1000) * 1000, signal)
    const client = await state.load(signal)
    try {
      return await requestTokens(state, client, {
        type: "urn:ietf:params:oauth:grant-type:device_code",
        parameters: { device_code: deviceCode },
        sensitive: [deviceCode, userCode],
        scope: client.settings.scope,
        signal,
        idToken: { isRequired: false },
      })
    } catch (error) {
      const outcome = outcomeOf(error)
      failures = outcome === "failed" ? failures + 1 : 0
      if (outcome === "ended" || failures >= mostFailures) throw error
      // Section 3.5, also for a server that cannot answer.
      if (outcome !== "pending") seconds += 5
    }
  }
}

/** The effect of an error on the polling. */
function outcomeOf(error: unknown): "pending" | "slow_down" | "failed" | "ended" {
  if (!ClientSecretsError.is(error)) return "ended"
  if (error.provider?.error === "authorization_pending") return "pending"
  if (error.provider?.error === "slow_down" || error.code === "throttled") return "slow_down"
  return error.transient ? "failed" : "ended"
}

/** It may come back from JSON in a session. */
function requireDevice(device: DeviceAuthorization): DeviceAuthorization {
  const { deviceCode, userCode, expiresAt, interval } = device
  if (typeof deviceCode !== "string" || deviceCode === "") throw usageError(messages.notADevice("deviceCode"))
  if (typeof userCode !== "string") throw usageError(messages.notADevice("userCode"))
  if (typeof expiresAt !== "number" || Number.isNaN(expiresAt)) throw usageError(messages.notADevice("expiresAt"))
  if (typeof interval !== "number" || Number.isNaN(interval)) throw usageError(messages.notADevice("interval"))
  return device
}

async function sleep(milliseconds: number, signal: AbortSignalLike | undefined): Promise<void> {
  let wake = () => {}
  const awake = new Promise<void>(resolve => {
    wake = resolve
  })
  const timer = setTimeout(wake, signal?.aborted ? 0 : milliseconds)
  signal?.addEventListener("abort", wake)
  await awake
  clearTimeout(timer)
  signal?.removeEventListener("abort", wake)
  if (signal?.aborted) throw signal.reason
}
