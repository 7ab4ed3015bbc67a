// The used part of Vite's own types, written out so that Vite is not a dependency.

export type InlineLimit = number | ((file: string, content: Buffer) => boolean | undefined)

export interface UserConfig {
  readonly build?: { readonly assetsInlineLimit?: InlineLimit | undefined } | undefined
}

export interface Config {
  readonly root: string
  readonly base: string
  readonly publicDir: string
  readonly command: string
  readonly logger: { error(message: string): void }
}

export interface Request {
  readonly url?: string
  readonly originalUrl?: string
}

export type Middleware = (
  request: Request,
  response: { statusCode: number; end(text: string): unknown },
  next: () => void,
) => void

export interface Server {
  readonly middlewares: { use(handle: Middleware): unknown }
}

export interface Context {
  readonly environment?: { readonly config: { readonly consumer?: string } }
  error(message: string): never
}

export interface Module {
  readonly id: string
  readonly importedIds: readonly string[]
  readonly dynamicallyImportedIds: readonly string[]
}

export interface Output {
  readonly originalFileNames?: readonly string[]
  readonly code?: string
  readonly source?: string | Uint8Array
}

export type Bundle = Readonly<Record<string, Output>>
