import { readdirSync } from "node:fs"
import { ownProperty } from "@client-secrets/source-kit"
import type { CommandRun } from "../commands/command.ts"
import type { WantedFile } from "../project/plan-files.ts"
import { clientNameOf } from "./client-name.ts"
import { readProjectFile, withLines } from "./project-file.ts"
import { jsonObject } from "./project-json.ts"

/** Generated files please Prettier's defaults. A project with other settings has to leave them out, or its formatter changes them. */
export async function prettierFile(run: CommandRun): Promise<WantedFile | undefined> {
  const { folder } = run
  const isConfigured = readdirSync(folder).some(
    name => name.startsWith(".prettierrc") || name.startsWith("prettier.config.") || name === ".prettierignore",
  )
  if (!isConfigured && ownProperty(jsonObject(readProjectFile(folder, "package.json")), "prettier") === undefined)
    return undefined
  const name = await clientNameOf(run)
  const lines = [`${name}.public.*`, `${name}.server.*`, "*.client_secrets.public.json"]
  return { path: ".prettierignore", text: withLines(readProjectFile(folder, ".prettierignore"), lines) }
}
