import type { OptionSpecifications } from "../arguments/parse-arguments.ts"
import { readOptions } from "../input/read-options.ts"
import { emits } from "./emits.ts"

/** The options that determine the inputs and outputs. */
export const projectOptions: OptionSpecifications = {
  name: {
    short: "n",
    value: "NAME",
    description: "What the modules are named after.",
    default: "the provider, or the file",
  },
  out: { short: "o", value: "FOLDER", description: "Where to write.", default: "the working directory" },
  "server-out": { value: "FOLDER", description: "Where to write server modules.", default: "the folder of --out" },
  emit: {
    short: "e",
    value: "KIND",
    multiple: true,
    choices: Object.keys(emits),
    default: "ts",
    description: "What to write.",
  },
  secret: {
    short: "s",
    value: "REFERENCE",
    multiple: true,
    description:
      "Where the program finds the secret: env:NAME, file:PATH, aws:ID or none; several are tried in order. Never the secret itself.",
  },
  ...readOptions,
  "inline-secret": {
    description: "Write the secret of an installed client into its server module. Refused for web clients.",
  },
  config: {
    short: "c",
    value: "FILE",
    description: "A configuration file.",
    default: "client-secrets.config.ts, .mts, .js or .mjs",
  },
}
