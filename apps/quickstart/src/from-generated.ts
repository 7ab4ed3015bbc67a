import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { parseClientSecrets, secretSource } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import type { Demonstration, Subject } from "./demonstration.ts"

/** Modules that the command line writes for the file: the public part is imported, the secret comes from a variable. */
export function fromGenerated({ text }: Subject, folder: string): Demonstration[] {
  const command = fileURLToPath(new URL("cli.js", import.meta.resolve("client-secrets")))
  const secret = parseClientSecrets(text).clientSecret.reveal()
  return [
    {
      place: "generated module, secret apart",
      source: {
        name: "generated module",
        async read(context) {
          const words = ["generate", "-", "--name", "google", "--emit", "mjs", "--out", "generated"]
          const { status } = spawnSync(process.execPath, [command, ...words], { cwd: folder, input: text, env: {} })
          if (status !== 0) throw new Error(`client-secrets generate ended with ${status}`)
          const { google } = await import(pathToFileURL(join(folder, "generated/google.public.mjs")).href)
          return secretSource(google, envSource({ env: { GOOGLE_CLIENT_SECRET: secret } })).read(context)
        },
      },
    },
  ]
}
