// The functions that the README's route handlers declare: encrypted cookies, with jose.
import type { AuthorizationRequest } from "client-secrets/oauth"
import { EncryptJWT, jwtDecrypt } from "jose"
import { cookies } from "next/headers"

const key = Buffer.from(process.env["COOKIE_KEY"]!, "base64url")
const options = { httpOnly: true, sameSite: "lax", path: "/" } as const

export async function keepSignIn(request: AuthorizationRequest): Promise<void> {
  await write("sign-in", request)
}

export async function takeSignIn(): Promise<AuthorizationRequest | undefined> {
  const request = await read("sign-in")
  const store = await cookies()
  store.delete("sign-in")
  return request as AuthorizationRequest | undefined
}

export async function saveUser(sub: string): Promise<void> {
  await write("user", sub)
}

export async function readUser(): Promise<string | undefined> {
  return (await read("user")) as string | undefined
}

async function write(name: string, value: unknown): Promise<void> {
  const token = new EncryptJWT({ value }).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).setAudience(name)
  const store = await cookies()
  store.set(name, await token.setExpirationTime("10 minutes").encrypt(key), options)
}

async function read(name: string): Promise<unknown> {
  const text = (await cookies()).get(name)?.value
  if (text === undefined) return undefined
  const { payload } = await jwtDecrypt(text, key, { audience: name })
  return payload["value"]
}
