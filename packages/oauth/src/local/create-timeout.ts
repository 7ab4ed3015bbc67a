import { ClientSecretsError } from "@client-secrets/core"

/** A promise that rejects with `timeout` unless it is cleared before. */
export function createTimeout(milliseconds: number): { readonly promise: Promise<never>; clear(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const promise = new Promise<never>((_, reject) => {
    const error = new ClientSecretsError("timeout", `The user did not sign in within ${milliseconds / 1000} seconds.`)
    // A timer would fire immediately for a longer delay, such as Infinity.
    timer = setTimeout(() => reject(error), Math.min(milliseconds, 0x7fffffff))
  })
  promise.catch(() => {})
  return { promise, clear: () => clearTimeout(timer) }
}
