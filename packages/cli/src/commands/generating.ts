export { checkCommand } from "./check-command.ts"
export { generateCommand } from "./generate-command.ts"
export { initCommand } from "./init-command.ts"
export { schemaCommand } from "./schema-command.ts"
