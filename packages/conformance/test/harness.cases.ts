import { assert, assertEqual, assertThrows, type Case } from "@client-secrets/conformance"
import { ClientSecretsError, createSecret } from "@client-secrets/core"

export interface Fixtures {
  /** A file of this machine with the content `readable`. */
  readonly file: string
  /** An address that answers with the text `reachable`. */
  readonly address: string
  readonly names: object
}

interface FileSystem {
  readFileSync(path: string, encoding: string): string
}

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>
  getBuiltinModule?(name: string): unknown
}

// With computed names, since bundlers replace `process.env.NAME`.
const host = globalThis as { process?: Process }
const variable = "CONFORMANCE_EXAMPLE"

export const cases: readonly Case<Fixtures>[] = [
  {
    name: "loads the built core by name",
    run: () => assert(ClientSecretsError.is(new ClientSecretsError("not_found", "not there")), "is() knows its own"),
  },
  {
    name: "a logged Secret leaves no trace in the output",
    run({ freshSecret }) {
      const text = freshSecret()
      const secret = createSecret(text)
      console.log(secret, [secret], { secret })
      assertEqual(secret.reveal(), text)
    },
  },
  {
    name: "a fixture's member may have any name",
    run: ({ fixtures }) => assertEqual(Object.keys(fixtures.names), ["__proto__", "constructor"]),
  },
  {
    name: "a case may wait for nothing but a timer",
    run: () => new Promise(resolve => AbortSignal.timeout(5).addEventListener("abort", () => resolve())),
  },
  {
    name: "environment: granted",
    when: { environment: "granted" },
    run: () => assertEqual(host.process?.env?.[variable], "set"),
  },
  {
    name: "environment: denied",
    when: { environment: "denied" },
    run: async () => {
      await assertThrows(() => host.process?.env?.[variable])
    },
  },
  {
    name: "environment: absent",
    when: { environment: "absent" },
    run: () => assertEqual(host.process?.env?.[variable], undefined),
  },
  {
    name: "file system: granted",
    when: { fileSystem: "granted" },
    run: ({ fixtures }) => assertEqual(fileSystem()?.readFileSync(fixtures.file, "utf8"), "readable"),
  },
  {
    name: "file system: denied or virtual",
    when: { fileSystem: ["denied", "virtual"] },
    async run({ fixtures }) {
      assert(typeof fileSystem()?.readFileSync === "function", "node:fs is there")
      await assertThrows(() => fileSystem()?.readFileSync(fixtures.file, "utf8"))
    },
  },
  {
    name: "file system: absent",
    when: { fileSystem: "absent" },
    run: () => assertEqual(fileSystem(), undefined),
  },
  {
    name: "network: granted",
    when: { network: "granted" },
    run: async ({ fixtures }) => assertEqual(await (await fetch(fixtures.address)).text(), "reachable"),
  },
  {
    name: "network: denied",
    when: { network: "denied" },
    run: async ({ fixtures }) => {
      await assertThrows(() => fetch(fixtures.address))
    },
  },
  {
    name: "node modules: present",
    when: { nodeModules: "present" },
    run: () => assert(host.process?.getBuiltinModule?.("node:util") !== undefined, "node:util is there"),
  },
  {
    name: "node modules: absent",
    when: { nodeModules: "absent" },
    run: () => assertEqual(host.process?.getBuiltinModule?.("node:util"), undefined),
  },
  {
    name: "passes on bindings where they exist",
    run({ bindings, runtime }) {
      assertEqual(bindings[variable], runtime.name.startsWith("workerd") ? "set" : undefined)
    },
  },
]

function fileSystem(): FileSystem | undefined {
  return host.process?.getBuiltinModule?.("node:fs") as FileSystem | undefined
}
