import type { Context } from "hono"
import { deleteCookie, getCookie, setCookie } from "hono/cookie"

/** A cookie that the browser keeps and cannot read or change: its value is encrypted, with its name and its end in it. */
export interface SealedCookie<Value> {
  /** Undefined where there is none, it has expired, or it was not sealed with this key under this name. */
  read(context: Context): Promise<Value | undefined>
  write(context: Context, value: Value): Promise<void>
  clear(context: Context): void
}

/** @param isSecure whether users reach the application over https */
export function createSealedCookie<Value>(
  name: string,
  key: string,
  maxAge: number,
  isSecure: (context: Context) => boolean,
): SealedCookie<Value> {
  if (key.length < 32) throw new TypeError("The session key has 32 characters or more.")
  let derived: Promise<CryptoKey> | undefined
  const getKey = () => {
    derived ??= deriveKey(key)
    return derived
  }
  const additionalData = new TextEncoder().encode(name)
  const options = (context: Context) => ({
    path: "/",
    httpOnly: true,
    sameSite: "Lax" as const,
    secure: isSecure(context),
  })
  // Browsers take this name from no other host and over no plain http: a neighbour cannot put a session of its own in ours' place.
  const nameOf = (context: Context) => (isSecure(context) ? `__Host-${name}` : name)
  return {
    async read(context) {
      try {
        const bytes = fromText(getCookie(context, nameOf(context)) ?? "")
        const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData }
        const opened = await crypto.subtle.decrypt(algorithm, await getKey(), bytes.subarray(12))
        const { value, end } = JSON.parse(new TextDecoder().decode(opened))
        return Date.now() < end ? value : undefined
      } catch {
        return undefined
      }
    },
    async write(context, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const bytes = new TextEncoder().encode(JSON.stringify({ value, end: Date.now() + maxAge * 1000 }))
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await getKey(), bytes)
      setCookie(context, nameOf(context), toText(iv) + toText(new Uint8Array(sealed)), { ...options(context), maxAge })
    },
    clear(context) {
      deleteCookie(context, nameOf(context), options(context))
    },
  }
}

async function deriveKey(text: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(text), "HKDF", false, ["deriveKey"])
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode("cookies") }
  return crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

// 12 bytes make 16 characters without padding, so that both parts can be joined.
function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), character => character.charCodeAt(0))
}
