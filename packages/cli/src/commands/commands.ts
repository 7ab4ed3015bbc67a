import type { Command } from "./command.ts"

/** A command as the list of commands has it. */
export interface ListedCommand {
  /** One sentence. */
  readonly summary: string
  /**
   * Loads its group of commands: to load all of them takes longer than most runs. They are few groups, since each file that is
   * loaded takes time too.
   */
  load(): Promise<Command>
}

/** Every command, by what is typed, in the order of the help. */
export const commands: Readonly<Record<string, ListedCommand>> = {
  generate: {
    summary: "Write typed modules from a client file. The secret is never written.",
    load: async () => (await import("./generating.ts")).generateCommand,
  },
  check: {
    summary: "Fail if the generated modules are out of date.",
    load: async () => (await import("./generating.ts")).checkCommand,
  },
  inspect: {
    summary: "Show which members of a client file are public and which are secret.",
    load: async () => (await import("./examining.ts")).inspectCommand,
  },
  doctor: {
    summary: "Find out whether a client file is exposed.",
    load: async () => (await import("./examining.ts")).doctorCommand,
  },
  scan: {
    summary: "Search a build output, a folder or the staged changes for the secret.",
    load: async () => (await import("./examining.ts")).scanCommand,
  },
  setup: {
    summary: "Get a client file from Google's console, and put it in place.",
    load: async () => (await import("./signing-in.ts")).setupCommand,
  },
  login: {
    summary: "Sign in with a client file, in the browser.",
    load: async () => (await import("./signing-in.ts")).loginCommand,
  },
  accounts: {
    summary: "List the accounts that are signed in with a client file.",
    load: async () => (await import("./signing-in.ts")).accountsCommand,
  },
  token: {
    summary: "Print a valid access token of a sign-in.",
    load: async () => (await import("./signing-in.ts")).tokenCommand,
  },
  logout: {
    summary: "Forget a sign-in, and tell the provider to end it.",
    load: async () => (await import("./signing-in.ts")).logoutCommand,
  },
  keychain: {
    summary: "Keep a client's secret in the keychain of this system.",
    load: async () => (await import("./signing-in.ts")).keychainCommand,
  },
  init: {
    summary: "Write a configuration, and have git ignore client files.",
    load: async () => (await import("./generating.ts")).initCommand,
  },
  explain: {
    summary: "Explain the code of a problem.",
    load: async () => (await import("./examining.ts")).explainCommand,
  },
  schema: {
    summary: "Print the JSON Schema of client_secrets.json.",
    load: async () => (await import("./generating.ts")).schemaCommand,
  },
}
