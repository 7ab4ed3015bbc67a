// What a client-secrets.config.ts is written with.
export type { ClientConfig, Config } from "../project/define-config.ts"
export { defineConfig } from "../project/define-config.ts"
export type { EmitName } from "../project/emits.ts"
