export { fetchSource } from "./fetch-source.ts"
export type { RecipeOptions, Token } from "./fetch-token.ts"
export type { FetchSourceOptions, HeadersContext, PerRead } from "./http-source.ts"
export type { FetchFunction, FetchInit, FetchResponse } from "./send-request.ts"
