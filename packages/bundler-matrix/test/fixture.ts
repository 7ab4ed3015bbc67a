import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { generate, javascriptEmitter, typescriptEmitter } from "@client-secrets/codegen"
import { copyPackage } from "@client-secrets/conformance/runtimes"

export const clientId = "1234-example.apps.googleusercontent.com"
export const secret = "EXAMPLE-a8Fq2kZp_NOT_A_REAL_SECRET"

const clientFile = {
  web: {
    client_id: clientId,
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback", "http://localhost:3000/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
}

/** Every way to import the server module, and whether it is a mistake in a client. */
export const entries = {
  use: { isMistake: true, code: 'import { googleSource } from "./google.server"\nconsole.log(read(googleSource()))' },
  "public-through-server": {
    isMistake: true,
    code: 'import { google } from "./google.server"\nconsole.log(google.clientId)',
  },
  "side-effect": { isMistake: true, code: 'import "./google.server"\nconsole.log("loaded")' },
  dynamic: {
    isMistake: true,
    code: 'import("./google.server").then(({ googleSource }) => console.log(read(googleSource())))',
  },
  "type-only": {
    isMistake: false,
    code: 'import type { RedirectUri } from "./google.server"\nconst uri: RedirectUri = "https://app.example.com/callback"\nconsole.log(uri)',
  },
  public: {
    isMistake: false,
    code: 'import { google, type RedirectUri } from "./google.public"\nconst uri: RedirectUri = google.redirectUris[0]\nconsole.log(google.clientId, uri)',
  },
} as const

export type Entry = keyof typeof entries
export type Language = "ts" | "mjs"

/** How a server's program uses the source: reading it reads the secret from the variable. */
const read = `
import { loadClientSecretsSync } from "@client-secrets/core"
function read(source) {
  const { clientId, clientSecret } = loadClientSecretsSync(source)
  return clientId + " has a secret of " + clientSecret.reveal().length + " characters"
}
`

/**
 * Writes both flavors and an entry for each import into a folder, as in a project: the client file is next to them.
 */
export function writeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { files, diagnostics } = generate(clientFile, { emitters: [typescriptEmitter, javascriptEmitter] })
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))
  for (const { path, text } of files) writeFileSync(join(folder, path), text)
  writeFileSync(join(folder, "client_secrets.json"), JSON.stringify(clientFile))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }))
  for (const name of ["core", "env"]) copyPackage(`@client-secrets/${name}`, import.meta.url, folder)
  for (const [name, { code }] of Object.entries(entries)) {
    const script = code.includes("read(") ? code + read : code
    writeFileSync(
      join(folder, `${name}.ts`),
      script.replace(/\/google\.\w+/, "$&.ts").replace("(source)", "(source: any)"),
    )
    const untyped = script
      .replace(/import type .*\n/, "")
      .replace(", type RedirectUri", "")
      .replace(": RedirectUri", "")
    writeFileSync(join(folder, `${name}.mjs`), untyped.replace(/\/google\.\w+/, "$&.mjs"))
  }
}
