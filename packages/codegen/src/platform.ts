/** The Web APIs that are used here, typed here, since this package compiles without DOM or Node types. */
interface Platform {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  readonly URL: new (text: string) => { readonly pathname: string; readonly hostname: string }
  btoa(bytes: string): string
}

export const platform: Platform = globalThis as unknown as Platform

export function encodeUtf8(text: string): Uint8Array {
  return new platform.TextEncoder().encode(text)
}
