import { ClientSecretsError, createSecret } from "@client-secrets/core"
import { postForm } from "../http/post-form.ts"
import { type Outgoing, requireSuccess } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import type { CallOptions, DeviceAuthorization, Tokens } from "./flow.ts"
import { requestTokens } from "./request-tokens.ts"
import type { OpenIdFlowState } from "./state.ts"

/** RFC 8628 section 3.1. */
export async function authorizeDevice(state: OpenIdFlowState, call: CallOptions): Promise<DeviceAuthorization> {
  const client = await state.load(call)
  const { scope } = client.settings
  const metadata = await state.openId.findMetadata(client, call, "the device flow")
  const url = metadata.device_authorization_endpoint ?? ""
  const form = { client_id: client.secrets.clientId, scope }
  const outgoing: Outgoing = { client, endpoint: "device_authorization", call }
  const answer = requireSuccess(outgoing, await postForm(outgoing, url, form, metadata))
  const { device_code, user_code, verification_uri_complete: complete, expires_in, interval = 5 } = answer
  const { verification_uri = answer["verification_url"] } = answer // Google's name for it
  const texts = [verification_uri, complete || verification_uri, device_code, user_code]
  if (
    // A program prints them for its user, or opens the first two.
    !texts.every(
      (text, index) => typeof text === "string" && (index < 2 ? /^https?:[!-~]+$/ : /^[ -~]+$/).test(text),
    ) ||
    ![expires_in, interval].every(seconds => Number(seconds) > 0)
  )
    throw untrusted("The answer is not what RFC 8628 describes.")
  return {
    deviceCode: createSecret(device_code as string),
    userCode: user_code as string,
    verificationUri: verification_uri as string,
    ...(complete ? { verificationUriComplete: complete as string } : {}),
    expiresAt: Date.now() + Number(expires_in) * 1000,
    interval: Math.max(Number(interval), leastInterval),
  }
}

/** Seconds. A server that asks for a shorter pause would have the program poll without one. */
const leastInterval = 1

/** RFC 8628 section 3.4. */
export async function pollDevice(
  state: OpenIdFlowState,
  { deviceCode, userCode, expiresAt, interval }: DeviceAuthorization,
  call: CallOptions,
): Promise<Tokens> {
  const code = deviceCode.reveal()
  for (let seconds = Math.max(interval, leastInterval); ; ) {
    const left = expiresAt - Date.now()
    if (left <= 0) throw new ClientSecretsError("timeout", "The user code expired.")
    // No longer than the code lives, nor than a timer holds: with more it would fire at once, and poll without a pause.
    await sleep(Math.min(seconds * 1000, left, 0x7fffffff), call)
    const client = await state.load(call)
    try {
      return await requestTokens(state, client, {
        type: "urn:ietf:params:oauth:grant-type:device_code",
        parameters: { device_code: code },
        sensitive: [code, userCode],
        scope: client.settings.scope,
        call,
      })
    } catch (error) {
      const said = ClientSecretsError.is(error) ? (error.provider?.error ?? error.transient) : undefined
      if (said === "slow_down" || said === true) seconds += 5
      else if (said !== "authorization_pending") throw error
    }
  }
}

async function sleep(milliseconds: number, { signal }: CallOptions): Promise<void> {
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
