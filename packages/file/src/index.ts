export type { FileSourceOptions } from "./file-source.ts"
export { fileSource } from "./file-source.ts"
export type { FileAbsence, FileDocument, FileSource } from "./source-of-files.ts"
export { userConfigPath, userConfigSource } from "./user-config-source.ts"
