export type { DotenvSourceOptions, ParseDotenv } from "./dotenv-source.ts"
export { dotenvSource } from "./dotenv-source.ts"
export type { FormOptions } from "./form-options.ts"
