import type { AnyClientSecrets } from "@client-secrets/core"
import { ownProperties } from "../flow/options.ts"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"

/**
 * Makes sure that a value is a client, before anything is read from it.
 *
 * @throws {TypeError} for a promise, a file's content or text, and a client whose secret a copy has lost
 */
export function requireClient(secrets: AnyClientSecrets): void {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) throw usageError(mistake)
}

/**
 * What the message of a TypeError says for anything but a client; `undefined` for a client.
 *
 * For the functions that a program calls: the file may have been passed in place of its client. They drop it first, so that no
 * frame of ours holds it when the error leaves.
 */
export function describeMistake(secrets: AnyClientSecrets): string | undefined {
  return isClient(secrets) ? undefined : messages.notAClient(describeInput(secrets))
}

function isClient(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false
  const { type, clientSecret } = ownProperties(value as Partial<AnyClientSecrets>)
  if (type !== "web" && type !== "installed") return false
  return clientSecret === undefined || typeof clientSecret?.reveal === "function"
}

/** Describes what a caller passed in place of a client, without any part of it. */
export function describeInput(value: unknown): string {
  if (typeof value === "string") return messages.aString
  if (value === null || value === undefined) return String(value)
  if (typeof value !== "object") return `a ${typeof value}`
  if (typeof (value as { then?: unknown }).then === "function") return messages.aPromise
  if (isClient(value)) return "a client"
  if (Object.hasOwn(value, "web") || Object.hasOwn(value, "installed")) return messages.aFile
  return Object.hasOwn(value, "type") ? messages.aCopy : "another object"
}
