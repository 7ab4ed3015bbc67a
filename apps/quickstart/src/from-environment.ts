import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type PublicClient, parseClientSecrets, secretSource } from "@client-secrets/core"
import { bindingSource, envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"
import type { Demonstration, Subject } from "./demonstration.ts"

/** Variables that are passed as `env`; without it a source reads the process's own. */
export function fromEnvironment({ text }: Subject, folder: string): Demonstration[] {
  const { clientId, clientSecret, redirectUris, authUri, tokenUri, type } = parseClientSecrets(text)
  const secret = clientSecret.reveal()
  const endpoints = { authUri, tokenUri }
  const form = { type, endpoints }

  const credentials = join(folder, "credentials")
  mkdirSync(credentials)
  const file = join(credentials, "GOOGLE_CLIENT_SECRETS")
  writeFileSync(file, text, { mode: 0o600 })
  const base64 = Buffer.from(text).toString("base64")
  writeFileSync(join(folder, ".env"), `GOOGLE_CLIENT_SECRETS=${base64}\n`, { mode: 0o600 })
  const publicClient: PublicClient = { type, clientId, redirectUris, authUri, tokenUri }

  return [
    { place: "environment, JSON", source: envSource({ env: { GOOGLE_CLIENT_SECRETS: text } }) },
    { place: "environment, base64", source: envSource({ env: { GOOGLE_CLIENT_SECRETS: base64 } }) },
    { place: "environment, a file's path", source: envSource({ env: { GOOGLE_CLIENT_SECRETS_FILE: file } }) },
    {
      place: "environment, split",
      source: envSource({
        ...form,
        env: {
          GOOGLE_CLIENT_ID: clientId,
          GOOGLE_CLIENT_SECRET: secret,
          GOOGLE_REDIRECT_URIS: redirectUris.join(" "),
        },
      }),
    },
    {
      place: "environment, as Auth.js has it",
      source: envSource({
        ...form,
        preset: "authjs",
        redirectUris,
        env: { AUTH_GOOGLE_ID: clientId, AUTH_GOOGLE_SECRET: secret },
      }),
    },
    { place: "systemd credential", source: envSource({ env: { CREDENTIALS_DIRECTORY: credentials } }) },
    { place: ".env file", source: dotenvSource(join(folder, ".env")) },
    {
      place: "binding, Cloudflare KV",
      source: bindingSource({ get: async (key: string) => (key === "google" ? text : null) }, "google"),
    },
    { place: "binding, Secrets Store", source: bindingSource({ get: async () => text }) },
    {
      place: "public part in code, secret apart",
      source: secretSource(publicClient, envSource({ env: { GOOGLE_CLIENT_SECRET: secret } })),
    },
  ]
}
