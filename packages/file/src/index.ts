export type { FileDocument, FileSource, FileSourceOptions } from "./file-source.ts"
export { fileSource } from "./file-source.ts"
