import {
  assert,
  assertEqual,
  assertThrows,
  type Case,
  type CaseContext,
  sourceSuite,
} from "@client-secrets/conformance"
import { loadClientSecrets, type Source } from "@client-secrets/core"
import { bindingSource, envSource } from "@client-secrets/env"

export interface Fixtures {
  /** The id of the client in GOOGLE_CLIENT_SECRETS of the environment, in base64. */
  readonly clientId: string
  /** The path of a FIFO. */
  readonly fifo: string
  /** A folder of this machine. */
  readonly folder: string
}

interface FileSystem {
  writeFileSync(path: string, text: string): void
}

const host = globalThis as unknown as { process: { getBuiltinModule(name: string): FileSystem } }
let count = 0

// With a computed name: dotenv needs node:fs, so no bundle for the edge can contain it.
const dotenvEntry = "@client-secrets/env/dotenv"

async function dotenvOf({ fixtures, runtime }: CaseContext<Fixtures>, lines?: string): Promise<Source> {
  const { dotenvSource } = (await import(dotenvEntry)) as typeof import("@client-secrets/env/dotenv")
  count += 1
  const path = `${fixtures.folder}/${runtime.name.replaceAll(" ", "-")}-${count}.env`
  if (lines !== undefined) host.process.getBuiltinModule("node:fs").writeFileSync(path, lines)
  return dotenvSource(path)
}

const never = () => new Promise<never>(() => {})

export const cases: readonly Case<Fixtures>[] = [
  ...sourceSuite<Fixtures>({
    title: "envSource",
    present: (_, { text }) => envSource({ env: { GOOGLE_CLIENT_SECRETS: text } }),
    missing: () => envSource({ env: { GOOGLE_CLIENT_SECRETS: "" } }),
    failing: (_, { text }) => envSource({ env: { GOOGLE_CLIENT_SECRETS: text, VITE_GOOGLE_CLIENT_SECRETS: text } }),
  }),
  ...sourceSuite<Fixtures>({
    title: "envSource in base64",
    present: (_, { text }) => envSource({ env: { GOOGLE_CLIENT_SECRETS: btoa(text) } }),
    missing: () => envSource({ env: {} }),
    failing: (_, { text }) => envSource({ env: { GOOGLE_CLIENT_SECRETS: text, GOOGLE_CLIENT_SECRETS_FILE: text } }),
  }),
  ...sourceSuite<Fixtures>({
    title: "envSource in the split form",
    holdsText: false,
    half: (_, { clientId }) => envSource({ env: { GOOGLE_CLIENT_ID: clientId } }),
    present: (_, { clientId, secret, redirectUri }) => {
      const env = { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: secret, GOOGLE_REDIRECT_URIS: redirectUri }
      return envSource({ env })
    },
    missing: () => envSource({ env: {} }),
    failing: (_, { clientId, secret }) => {
      return envSource({ env: { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: secret, GOOGLE_TOKEN_URI: secret } })
    },
  }),
  ...sourceSuite<Fixtures>({
    title: "bindingSource",
    present: (_, { text }) => bindingSource({ get: async () => text }),
    missing: () => bindingSource({ get: async () => null }, "google"),
    failing: (_, { text }) => bindingSource({ get: () => Promise.reject(new Error(text)) }),
    hanging: () => bindingSource({ get: never }),
  }),
  ...sourceSuite<Fixtures>({
    title: "dotenvSource",
    when: { fileSystem: "granted" },
    present: (context, { text }) => dotenvOf(context, `OTHER=1\nGOOGLE_CLIENT_SECRETS='${text}'\n`),
    missing: context => dotenvOf(context),
    failing: (context, { text }) => dotenvOf(context, `VITE_GOOGLE_CLIENT_SECRETS='${text}'\n`),
  }),
  {
    name: "envSource: reads the ambient environment",
    when: { environment: "granted" },
    async run({ fixtures }) {
      const source = envSource()
      assertEqual((await loadClientSecrets(source)).clientId, fixtures.clientId)
      assert(source.readSync() !== undefined, "readSync() gives the document")
    },
  },
  {
    name: "envSource: names Deno's missing grant with its flag",
    when: { environment: "denied" },
    async run() {
      const source = envSource()
      for (const read of [source.read, source.readSync]) {
        const error = (await assertThrows(read)) as { code?: unknown; message?: string }
        assertEqual(error.code, "denied")
        assert(error.message?.includes("--allow-env=GOOGLE_CLIENT_SECRETS,"), "the message names the flag")
      }
    },
  },
  {
    name: "envSource: on a runtime without an environment, the read fails and says so",
    when: { environment: "absent" },
    async run() {
      assertEqual(((await assertThrows(() => envSource().read())) as { code?: unknown }).code, "unsupported")
    },
  },
  {
    name: "envSource: reads the Worker's own environment",
    when: { modules: "bundled", environment: ["granted", "absent"] },
    async run({ bindings, fixtures, runtime }) {
      if (!runtime.name.startsWith("workerd")) return
      assertEqual((await loadClientSecrets(envSource({ env: bindings }))).clientId, fixtures.clientId)
      assertEqual(
        (await loadClientSecrets(bindingSource(bindings["GOOGLE_CLIENT_SECRETS"] as string))).clientId,
        fixtures.clientId,
      )
    },
  },
  {
    name: "envSource: refuses a FIFO that a variable names, without waiting for it",
    when: { fileSystem: "granted" },
    async run({ fixtures }) {
      const source = envSource({ env: { GOOGLE_CLIENT_SECRETS_FILE: fixtures.fifo } })
      for (const read of [source.read, source.readSync]) {
        assertEqual(((await assertThrows(read)) as { code?: unknown }).code, "unsupported")
      }
    },
  },
  {
    name: "envSource: says that a file in a variable needs a file system",
    when: { fileSystem: ["absent", "denied"] },
    async run({ fixtures, runtime }) {
      const source = envSource({ env: { GOOGLE_CLIENT_SECRETS_FILE: fixtures.fifo } })
      const error = (await assertThrows(() => source.read())) as { code?: unknown }
      assertEqual(error.code, runtime.fileSystem === "absent" ? "unsupported" : "denied")
    },
  },
]
