/** How the command ends, for scripts to branch on. */
export const exitCode = {
  /** Done, and nothing is wrong. */
  ok: 0,
  /** `check`: an output is missing or not what would be generated. */
  drift: 1,
  /** The command was not understood, or its configuration. */
  usage: 2,
  /** An input is not a client file, or not one of which this can be made. */
  invalid: 3,
  /** A secret was found where it must not be, or was requested to be written there. */
  leak: 4,
  /** A file could not be read or written, or not all of them. */
  io: 5,
  /** `token`, `login`: nobody is signed in, or the provider refused. */
  sign_in: 6,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
