import type { runCommandLine } from "../run-command-line.ts"
import type { Command } from "./command.ts"

/**
 * Some commands, and what runs them. Each group is built into one file with all that it needs: to load every command, or many
 * files, takes longer than most runs.
 */
export interface CommandGroup {
  readonly commands: Readonly<Record<string, Command>>
  readonly runCommandLine: typeof runCommandLine
}

/** A command as the list of commands has it. */
export interface ListedCommand {
  /** One sentence. */
  readonly summary: string
  loadGroup(): Promise<CommandGroup>
}

/** Every command by its name, in the order of the help. */
export const commands: Readonly<Record<string, ListedCommand>> = {
  generate: {
    summary: "Write typed modules from a client file. The secret is never written.",
    loadGroup: () => import("./generating.ts"),
  },
  check: {
    summary: "Fail if the generated modules are out of date.",
    loadGroup: () => import("./generating.ts"),
  },
  inspect: {
    summary: "Show which members of a client file are public and which are secret.",
    loadGroup: () => import("./examining.ts"),
  },
  doctor: {
    summary: "Find out whether a client file is exposed.",
    loadGroup: () => import("./examining.ts"),
  },
  scan: {
    summary: "Search a build output, a folder or the staged changes for the secret.",
    loadGroup: () => import("./examining.ts"),
  },
  setup: {
    summary: "Get a client file from Google's console, and put it in place.",
    loadGroup: () => import("./signing-in.ts"),
  },
  login: {
    summary: "Sign in with a client file, in the browser.",
    loadGroup: () => import("./signing-in.ts"),
  },
  accounts: {
    summary: "List the accounts that are signed in with a client file.",
    loadGroup: () => import("./signing-in.ts"),
  },
  token: {
    summary: "Print a valid access token of a sign-in.",
    loadGroup: () => import("./signing-in.ts"),
  },
  logout: {
    summary: "Forget a sign-in, and tell the provider to end it.",
    loadGroup: () => import("./signing-in.ts"),
  },
  keychain: {
    summary: "Keep a client's secret in the keychain of this system.",
    loadGroup: () => import("./signing-in.ts"),
  },
  init: {
    summary: "Write a configuration, and have git ignore client files.",
    loadGroup: () => import("./generating.ts"),
  },
  explain: {
    summary: "Explain the code of a problem.",
    loadGroup: () => import("./examining.ts"),
  },
  schema: {
    summary: "Print the JSON Schema of client_secrets.json.",
    loadGroup: () => import("./generating.ts"),
  },
}
