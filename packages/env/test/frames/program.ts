import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runScenarios } from "@client-secrets/conformance/frames"
import type { Source } from "@client-secrets/core"
import { bindingSource, envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"

const folder = mkdtempSync(join(tmpdir(), "frames-"))
await runScenarios(["/packages/env/dist/"], secret => {
  const document = JSON.stringify({ web: { client_id: "a", client_secret: secret } })
  const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "forms that contradict each other": {
      GOOGLE_CLIENT_SECRETS: document,
      GOOGLE_CLIENT_ID: "a",
      GOOGLE_CLIENT_SECRET: `other-${secret}`,
    },
    "two variables of a pair": { GOOGLE_CLIENT_SECRETS: document, GOOGLE_CLIENT_SECRETS_FILE: "/nowhere.json" },
    "a document in place of a path": { GOOGLE_CLIENT_SECRETS_FILE: document, GOOGLE_CLIENT_SECRET: secret },
    "a file that does not exist": { GOOGLE_CLIENT_SECRETS_FILE: "/nowhere.json", GOOGLE_CLIENT_SECRET: secret },
    "a device": { GOOGLE_CLIENT_SECRETS_FILE: "/dev/null", GOOGLE_CLIENT_SECRET: secret },
    "a public prefix": { VITE_GOOGLE_CLIENT_SECRET: secret, GOOGLE_CLIENT_SECRET: secret },
    "a stray endpoint": { GOOGLE_TOKEN_URI: `https://id.example/${secret}`, GOOGLE_CLIENT_SECRET: secret },
  }
  const file = join(folder, ".env")
  writeFileSync(file, `GOOGLE_CLIENT_SECRETS_FILE=/dev/null\nGOOGLE_CLIENT_SECRET=${secret}\n`)
  return {
    ...Object.fromEntries(
      Object.entries(variables).flatMap(([name, set]) => [
        [`${name}, read`, () => withVariables(set, () => envSource().read())],
        [`${name}, readSync`, () => withVariables(set, () => envSource().readSync())],
      ]),
    ),
    "a .env file, read": () => dotenvSource(file).read(),
    "a .env file, readSync": () => dotenvSource(file).readSync(),
    "a binding": () => bindingOf(secret).read(),
    "an environment, and a wrong option": () =>
      envSource({ env: { GOOGLE_CLIENT_SECRET: secret }, type: "desktop" as never }),
    "an environment in place of the options, with the name of one": () =>
      envSource({ name: secret, GOOGLE_CLIENT_SECRET: secret } as never),
    "the text of an environment": () => envSource({ env: secret as never }),
    "a document in place of the .env file": () => dotenvSource(document),
    "a .env file, and a wrong option": () => dotenvSource(file, { parse: { secret } as never }),
    "a binding, and a wrong key": () => bindingSource(document, 7 as never),
    "a binding, and a document in place of its key": () => bindingSource({ get: () => null }, { document } as never),
  }
})
rmSync(folder, { recursive: true })

/** A binding whose answer is not a string. */
function bindingOf(secret: string): Source {
  return bindingSource({ get: async () => secret.length as never })
}

async function withVariables(variables: Readonly<Record<string, string>>, run: () => unknown): Promise<unknown> {
  Object.assign(process.env, variables)
  try {
    return await run()
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name]
  }
}
