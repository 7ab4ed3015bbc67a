/** Whether a runtime has something: `denied` throws on use, `absent` is not there at all. */
export type Access = "granted" | "denied" | "absent"

/** In what runtimes differ, as far as a case may ask; the values stand in one table, `drive/runtimes.ts`. */
export interface RuntimeTraits {
  /** Environment variables, through `process.env`. */
  readonly environment: Access
  /** The machine's files, through `node:fs`. `virtual`: `node:fs` is there, the machine's files are not. */
  readonly fileSystem: Access | "virtual"
  /** `fetch` to 127.0.0.1. */
  readonly network: Access
  /** `process.getBuiltinModule("node:util")` and its like. */
  readonly nodeModules: "present" | "absent"
  /** How the packages under test are loaded: through `import`, through `require`, or bundled. */
  readonly modules: "esm" | "cjs" | "bundled"
}

/** A runtime as a case sees it. */
export interface RuntimeInfo extends RuntimeTraits {
  readonly name: string
}
