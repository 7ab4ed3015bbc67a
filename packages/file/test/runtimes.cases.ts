import {
  assert,
  assertEqual,
  assertThrows,
  type Case,
  type CaseContext,
  sourceSuite,
} from "@client-secrets/conformance"
import type { SourceDocument } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"

export interface Fixtures {
  /** A folder of this machine, with `fifo`, `loop` and the trees `project` and `other`. */
  readonly folder: string
}

interface FileSystem {
  writeFileSync(path: string, text: string): void
}

const host = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
const files = { fileSystem: ["granted", "virtual"] } as const

let count = 0

/** A path of a file that only this case uses; on workerd in its own file system. */
function place({ fixtures, runtime }: CaseContext<Fixtures>, text?: string): string {
  const fileSystem = host.process?.getBuiltinModule?.("node:fs") as FileSystem
  const folder = runtime.fileSystem === "virtual" ? "/tmp" : fixtures.folder
  count += 1
  const path = `${folder}/${runtime.name.replaceAll(" ", "-")}-${count}.json`
  if (text !== undefined) fileSystem.writeFileSync(path, text)
  return path
}

export const cases: readonly Case<Fixtures>[] = [
  ...sourceSuite<Fixtures>({
    title: "fileSource",
    when: files,
    present: (context, { text }) => fileSource(place(context, text)),
    missing: context => fileSource(place(context)),
    failing: (context, { text }) => fileSource(place(context, text), { maxBytes: 10 }),
  }),
  {
    name: "fileSource: refuses a FIFO without waiting for it",
    when: { fileSystem: "granted" },
    run: ({ fixtures }) => refuses(`${fixtures.folder}/fifo`, "unsupported", "is not a regular file"),
  },
  {
    name: "fileSource: refuses a loop of links",
    when: { fileSystem: "granted" },
    run: ({ fixtures }) =>
      refuses(`${fixtures.folder}/loop`, "unsupported", "is a symbolic link that leads back to itself"),
  },
  {
    name: "fileSource: refuses a device",
    when: { fileSystem: "granted" },
    run: () => refuses("/dev/zero", "unsupported", "is not a regular file"),
  },
  {
    name: "fileSource: finds the project's file from a folder below, and not the one planted above the project",
    when: { fileSystem: "granted" },
    async run({ fixtures }) {
      const source = fileSource(`${fixtures.folder}/project/src`)
      assertEqual(textOf(await source.read()), "found")
      assertEqual(textOf(source.readSync()), "found")
      assertEqual(await fileSource(`${fixtures.folder}/other`).read(), undefined)
    },
  },
  {
    name: "fileSource: accepts a URL",
    when: { fileSystem: "granted" },
    async run({ fixtures }) {
      const url = new URL(`file://${fixtures.folder}/project/client_secrets.json`)
      assertEqual(textOf(await fileSource(url).read()), "found")
    },
  },
  {
    name: "fileSource: names Deno's missing grant with its flag",
    when: { fileSystem: "denied" },
    run: () => refuses("/run/secrets/x.json", "denied", "Deno: run with --allow-read=/run/secrets/x.json"),
  },
  {
    name: "fileSource: on a runtime without a file system, the read fails and says so",
    when: { fileSystem: "absent" },
    async run() {
      await refuses("client_secrets.json", "unsupported", "This runtime has no file system.")
      await refuses("file:///srv/client_secrets.json", "unsupported", "This runtime has no file system.")
    },
  },
]

async function refuses(path: string, code: string, text: string): Promise<void> {
  const source = fileSource(path)
  for (const read of [source.read, source.readSync]) {
    const error = (await assertThrows(read)) as { code?: unknown; message?: string }
    assertEqual(error.code, code)
    assert(error.message?.includes(text), `the message says: ${text}`)
  }
}

function textOf(document: SourceDocument | undefined): string | undefined {
  return document && "content" in document ? new TextDecoder().decode(document.content as Uint8Array) : undefined
}
