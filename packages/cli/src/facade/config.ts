// The functions for writing a client-secrets.config.ts.
export type { ClientConfig, Config } from "../project/define-config.ts"
export { defineConfig } from "../project/define-config.ts"
export type { EmitName } from "../project/emits.ts"
