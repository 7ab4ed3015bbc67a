export { doctorCommand } from "./doctor-command.ts"
export { explainCommand } from "./explain-command.ts"
export { inspectCommand } from "./inspect-command.ts"
export { scanCommand } from "./scan-command.ts"
