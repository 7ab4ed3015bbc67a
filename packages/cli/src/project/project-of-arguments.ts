import { resolve } from "node:path"
import type { Arguments } from "../arguments/parse-arguments.ts"
import { CommandFailure } from "../command-failure.ts"
import { readOptionsOf } from "../input/read-options.ts"
import { type EmitName, emits } from "./emits.ts"
import { importStyleOf } from "./manifest.ts"
import type { Project, ProjectInput } from "./project.ts"

/** The project that the arguments describe, in the working directory. */
export function projectOfArguments(given: Arguments, folder: string): Project {
  const name = given.one("name")
  const secrets = given.all("secret")
  if (secrets.length > 1 && secrets.includes("none")) {
    throw new CommandFailure(
      "usage",
      "--secret none says that the client has no secret, so it cannot be combined with another --secret.",
    )
  }
  if (secrets.length > 0 && given.has("inline-secret")) {
    throw new CommandFailure(
      "usage",
      "--inline-secret and --secret contradict each other: a secret that is in the module is not read from another place.",
      "Leave out one of them.",
    )
  }
  // `none` is a separate word, a list consists of references.
  const secret = secrets.length < 2 ? secrets[0] : secrets
  const places = given.positionals.length === 0 ? ["client_secrets.json"] : given.positionals
  const inputs = places.map((word): ProjectInput => {
    const [, environment, place] = /^([A-Za-z][\w-]*)=(.+)$/s.exec(word) ?? [word, undefined, word]
    return { place: place!, name, environment, secret }
  })
  const wanted = given.has("emit") ? given.all("emit") : ["ts"]
  const out = given.one("out") ?? "."
  return {
    root: folder,
    out: resolve(folder, out),
    serverOut: resolve(folder, given.one("server-out") ?? out),
    imports: importStyleOf(folder),
    inputs,
    emitters: [...new Set(wanted)].map(name => emits[name as EmitName]),
    readOptions: readOptionsOf(given),
    inlineSecret: given.has("inline-secret"),
    config: undefined,
  }
}
