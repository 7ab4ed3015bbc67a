import type { ReadClientOptions } from "@client-secrets/codegen"
import { acceptableCodes } from "@client-secrets/core"
import { ownOptions } from "@client-secrets/source-kit"
import type { Arguments, OptionSpecifications } from "../arguments/parse-arguments.ts"
import { optionalMembers } from "./optional-members.ts"
import type { Input } from "./read-input.ts"

/** The options that say how a client file is read. */
export const readOptions: OptionSpecifications = {
  type: {
    value: "TYPE",
    choices: ["web", "installed"],
    default: "either",
    description: "The client type that the file must have.",
  },
  optional: {
    value: "MEMBER",
    multiple: true,
    choices: optionalMembers,
    description: "A mandatory member that may be missing.",
  },
  accept: {
    value: "CODE",
    multiple: true,
    choices: acceptableCodes,
    description: "Accept a value that only looks wrong: an error with this code becomes a warning.",
  },
  "allow-insecure-endpoints": { description: "Accept endpoints that use plain http or a private address." },
}

/** Those options as the generator takes them. */
export function readOptionsOf(given: Arguments, input?: Input): ReadClientOptions {
  const type = given.one("type") as "web" | "installed" | undefined
  return ownOptions<ReadClientOptions>({
    ...(type && { type }),
    optional: [
      ...(given.all("optional") as NonNullable<ReadClientOptions["optional"]>),
      ...(input === undefined ? [] : input.optional),
    ],
    allowInsecureEndpoints: given.has("allow-insecure-endpoints"),
    accept: given.all("accept") as NonNullable<ReadClientOptions["accept"]>,
  })
}
