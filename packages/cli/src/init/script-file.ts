import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import type { WantedFile } from "../project/plan-files.ts"
import { readProjectFile } from "./project-file.ts"
import { jsonLike, jsonObject } from "./project-json.ts"

/** package.json with a script that generates the modules. */
export function scriptFile({ folder }: CommandRun): WantedFile {
  const path = "package.json"
  const text = readProjectFile(folder, path)
  const manifest = jsonObject(text)
  if (manifest === undefined) {
    const message = text === "" ? "There is no package.json to add a script to." : "package.json is not a JSON object."
    throw new CommandFailure("usage", message, "Run init in the folder of a package.json that npm can read.")
  }
  const scripts = Object.assign(Object.create(null), manifest["scripts"])
  if (scripts["client-secrets"] !== undefined) return { path, text }
  manifest["scripts"] = { ...scripts, "client-secrets": "client-secrets generate" }
  return { path, text: jsonLike(text, manifest) }
}
