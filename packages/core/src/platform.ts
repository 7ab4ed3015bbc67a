import type { AbortSignalLike } from "./source/source.ts"

/** The part of a parsed URL that core reads. */
export interface UrlLike {
  readonly href: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly host: string
  readonly hostname: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
}

/** The Web APIs that core uses, typed here, since core compiles without DOM or Node types. Each is looked up when used. */
interface Platform {
  readonly URL: new (text: string) => UrlLike
  readonly TextDecoder: new (encoding: string, options: { fatal: true }) => { decode(bytes: Uint8Array): string }
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  readonly AbortController: new () => { readonly signal: AbortSignalLike; abort(reason: unknown): void }
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

export const platform: Platform = globalThis as unknown as Platform

/** A copy without a prototype: a polluted `Object.prototype` must not turn an option on. */
export function ownProperties<Value extends object>(value: Value): Value {
  return Object.assign(Object.create(null), value)
}
