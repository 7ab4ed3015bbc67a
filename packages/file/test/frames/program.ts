import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runScenarios } from "@client-secrets/conformance/frames"
import { fileSource, userConfigPath, userConfigSource } from "@client-secrets/file"

const folder = mkdtempSync(join(tmpdir(), "frames-"))
await runScenarios(["/packages/file/dist/"], secret => {
  const text = JSON.stringify({ web: { client_secret: secret } })
  writeFileSync(join(folder, "large.json"), text.repeat(50))
  mkdirSync(join(folder, "work"))
  writeFileSync(join(folder, "work/package.json"), "{}")
  const maxBytes = 100
  // Others can write it.
  const config = join(folder, "config")
  for (const app of ["open", "large"]) mkdirSync(join(config, app), { recursive: true })
  writeFileSync(join(config, "open/client_secrets.json"), text)
  chmodSync(join(config, "open/client_secrets.json"), 0o666)
  writeFileSync(join(config, "large/client_secrets.json"), text.repeat(50))
  chmodSync(join(config, "large/client_secrets.json"), 0o600)
  const open = join(folder, "work/client_secrets.json")
  writeFileSync(open, text)
  chmodSync(open, 0o666)
  const scenarios: Record<string, () => unknown> = {}
  const sources = {
    "a file that is too large": () => fileSource(join(folder, "large.json"), { maxBytes }),
    "a device": () => fileSource("/dev/null"),
    "a found file that others can write": () => fileSource(join(folder, "work")),
    "a file of the user's configuration that others can write": () => userConfigSource("open"),
    "a file of the user's configuration that is too large": () => userConfigSource("large", { maxBytes }),
  }
  process.env["XDG_CONFIG_HOME"] = config
  for (const [name, source] of Object.entries(sources)) {
    scenarios[`${name}, read`] = () => source().read()
    scenarios[`${name}, readSync`] = () => source().readSync()
  }
  scenarios["a document in place of a path"] = () => fileSource(text)
  scenarios["a file in place of a path"] = () => fileSource({ client_secret: secret } as never)
  scenarios["a document in place of the name of a program"] = () => userConfigSource(text)
  scenarios["a document in place of the name of a program, for its path"] = () => userConfigPath(text)
  return scenarios
})
rmSync(folder, { recursive: true })
