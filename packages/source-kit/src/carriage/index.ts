// An entry of its own, without `node:`: core has it built in.
export type { Carried } from "./decode-carriage.ts"
export { decodeCarriage } from "./decode-carriage.ts"
export type { Way } from "./explain-carriage.ts"
export { explainCarriage, isEncodedDocument, looksLikeSecret } from "./explain-carriage.ts"
