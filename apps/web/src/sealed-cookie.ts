import type { Context } from "hono"
import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import { EncryptJWT, jwtDecrypt } from "jose"

/** Cookies that the browser keeps, and can neither read nor change: encrypted tokens (JWE) that contain their name and expiry. */
export interface SealedCookie<Value> {
  /** Undefined if none exists, if it has expired, or if it was not sealed with this key under this name. */
  read(context: Context, id?: string): Promise<Value | undefined>
  write(context: Context, value: Value, id?: string): Promise<void>
  clear(context: Context, id?: string): void
}

/**
 * @param name the name of the cookies; with an `id` several exist at the same time
 * @param maxAge how long they last, in seconds
 * @param isSecure whether users reach the application over https
 */
export function createSealedCookie<Value>(
  name: string,
  key: string,
  maxAge: number,
  isSecure: (context: Context) => boolean,
): SealedCookie<Value> {
  if (key.length < 32) throw new TypeError("SESSION_KEY must have at least 32 characters.")
  let digest: Promise<Uint8Array> | undefined
  const getKey = () => {
    digest ??= crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)).then(bytes => new Uint8Array(bytes))
    return digest
  }
  const options = (context: Context) => ({
    path: "/",
    httpOnly: true,
    sameSite: "Lax" as const,
    secure: isSecure(context),
  })
  const fullName = (id?: string) => (id === undefined ? name : `${name}-${id}`)
  // Browsers accept this name only from this very host and over https: a neighboring host cannot set a session of its own.
  const nameOf = (context: Context, id?: string) => (isSecure(context) ? `__Host-${fullName(id)}` : fullName(id))
  return {
    async read(context, id) {
      const text = getCookie(context, nameOf(context, id))
      if (text === undefined) return undefined
      try {
        const { payload } = await jwtDecrypt<{ value: Value }>(text, await getKey(), {
          audience: fullName(id),
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          requiredClaims: ["exp"],
        })
        return payload.value
      } catch {
        return undefined
      }
    },
    async write(context, value, id) {
      const text = await new EncryptJWT({ value })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(fullName(id))
        .setExpirationTime(`${maxAge} seconds`)
        .encrypt(await getKey())
      setCookie(context, nameOf(context, id), text, { ...options(context), maxAge })
    },
    clear(context, id) {
      deleteCookie(context, nameOf(context, id), options(context))
    },
  }
}
