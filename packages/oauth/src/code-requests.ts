// What a flow of codes alone imports on first use.
export { exchangeCode } from "./exchange-code.ts"
export { refreshTokens } from "./refresh-tokens.ts"
