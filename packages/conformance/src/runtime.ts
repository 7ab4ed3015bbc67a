/** Whether a runtime has something: `denied` throws on use, `absent` does not exist at all. */
export type Access = "granted" | "denied" | "absent"

/** How runtimes differ, as far as a case may ask; one table has the values, `drive/runtimes.ts`. */
export interface RuntimeTraits {
  /** Environment variables, through `process.env`. */
  readonly environment: Access
  /** The machine's files, through `node:fs`. `virtual`: `node:fs` exists, but the machine's files do not. */
  readonly fileSystem: Access | "virtual"
  /** `fetch` to 127.0.0.1. */
  readonly network: Access
  /** `process.getBuiltinModule("node:util")` and similar calls. */
  readonly nodeModules: "present" | "absent"
  /** How the packages under test are loaded: through `import`, through `require`, or bundled. */
  readonly modules: "esm" | "cjs" | "bundled"
}

/** A runtime as a case sees it. */
export interface RuntimeInfo extends RuntimeTraits {
  readonly name: string
}
