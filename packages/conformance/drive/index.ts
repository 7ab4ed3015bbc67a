export type { RuntimeTestsOptions, RuntimeTestsSetUp } from "./test-on-every-runtime.ts"
export { testOnEveryRuntime } from "./test-on-every-runtime.ts"
