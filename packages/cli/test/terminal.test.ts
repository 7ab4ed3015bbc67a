import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { commands } from "../src/commands/commands.ts"
import { runCommandLine } from "../src/run-command-line.ts"

const valid = `{
  "web": {
    "client_id": "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
    "project_id": "example-project",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token",
    "client_secret": "EXAMPLE_NOT_A_REAL_SECRET",
    "redirect_uris": ["https://app.example.com/callback", "http://localhost:3000/callback"]
  }
}
`
const broken = `{
  "web": {
    "clientId": "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "http://oauth2.googleapis.com/token",
    "client_secret": "EXAMPLE_NOT_A_REAL_SECRET ",
    "redirect_uris": "https://app.example.com/callback"
  }
}
`

/** A user's session with the command line, from nothing to a check in CI. */
const session: readonly (readonly string[])[] = [
  [],
  ["version"],
  ["genrate"],
  ["generate", "--emti", "ts"],
  ["inspect", "missing.json"],
  ["inspect", "broken.json"],
  ["inspect", "comma.json"],
  ["inspect", "service-account.json"],
  ["explain", "white_space"],
  ["explain", "plcaeholder"],
  ["inspect"],
  ["doctor"],
  ["init"],
  ["generate"],
  ["check"],
  ["generate"],
  ["check"],
  ["scan", "dist", "clean"],
  ["scan", "clean"],
  ["scan", "nowhere"],
  ["doctor", "public/client_secrets.json"],
  ["doctor", "-"],
  ["scan", "dist", "--format", "github"],
  ["scan", "dist", "--format", "sarif"],
  ["scan", "dist", "--json"],
  ["scan", "--staged"],
  ["--quiet", "scan"],
  ["accounts", "--app", "nobody"],
  ["token", "--app", "nobody", "--account", "work"],
  ["login", "--port", "0"],
  ["login", "missing.json"],
  ["logout", "--app", "nobody", "--no-revoke"],
  ["keychain", "ad"],
  ["setup", "--timeout", "0"],
  ["setup", "--downloads", "nowhere"],
  ["schema", "client_secrets.json"],
  ["schema"],
  ...Object.keys(commands).map(name => [name, "--help"]),
]

function project(): string {
  const folder = scratch({
    "client_secrets.json": valid,
    "broken.json": broken,
    "comma.json": valid.replace('3000/callback"]', '3000/callback"],'),
    "service-account.json": '{ "type": "service_account", "private_key": "EXAMPLE_NOT_A_REAL_KEY" }\n',
    "public/client_secrets.json": valid,
    "package.json": '{ "name": "a", "type": "module", "dependencies": { "astro": "7.0.0" } }\n',
    "dist/main.js": "\nconst secret = 'EXAMPLE_NOT_A_REAL_SECRET'\n",
    "clean/a.js": "",
  })
  for (const name of ["client_secrets.json", "public/client_secrets.json"]) chmodSync(join(folder, name), 0o600)
  return folder
}

async function record(environment: Record<string, string>): Promise<string> {
  const folder = project()
  let screen = ""
  for (const words of session) {
    screen += `$ client-secrets ${words.join(" ")}\n`
    const write = (text: string): void => {
      screen += text
    }
    const exitCode = await runCommandLine(words, {
      folder,
      // With CI there is no progress line, which depends on time.
      environment: { npm_config_user_agent: "npm/11", CI: "1", ...environment },
      stdin: () => Readable.from([Buffer.from(valid)]),
      stdout: { isTTY: true, columns: 80, write },
      stderr: { isTTY: true, columns: 80, write },
      stopSignal: () => new AbortController().signal,
    })
    screen += `${screen.endsWith("\n") ? "" : "\n"}(exit code ${exitCode})\n\n`
    if (words[0] === "generate" && exitCode === 0)
      writeFileSync(join(folder, "client_secrets.json"), valid.replace("3000", "4000"))
  }
  return screen.replaceAll(folder, "/home/user/project")
}

test("prints a session on a terminal of 80 columns, without colors", async () => {
  const screen = await record({ NO_COLOR: "1" })
  await expect(screen).toMatchFileSnapshot("golden/session.txt")
  expect(screen).not.toContain("\u001b")
  expect(screen).not.toContain("EXAMPLE_NOT_A_REAL_SECRET")
  // A long value is not wrapped, since it could not be copied then. Nothing else is wider than the terminal.
  const forPeople = screen.split("$ client-secrets ").filter(part => !/^(schema\n|.* --format |.* --json\n)/.test(part))
  expect(forPeople.length).toBeGreaterThan(40)
  const wide = forPeople
    .join("")
    .split("\n")
    .filter(line => line.length > 80 && !line.split(/[ "]/).some(word => word.length > 60))
  expect(wide).toEqual([])
})

test("prints the same text in the same session with colors", async () => {
  const screen = await record({})
  await expect(screen).toMatchFileSnapshot("golden/session.color.txt")
  expect(screen).toContain("\u001b[31merror\u001b[39m")
  const plain = screen.replace(/\u001b\[\d+m/g, "")
  expect(plain).toBe(await record({ NO_COLOR: "1" }))
})

test("FORCE_COLOR enables colors without a terminal, and NO_COLOR disables them on a terminal", async () => {
  const screens = { FORCE_COLOR: "1", NO_COLOR: "1", TERM: "dumb" }
  for (const [name, value] of Object.entries(screens)) {
    for (const isTTY of [true, false]) {
      const folder = project()
      let screen = ""
      const write = (text: string): void => {
        screen += text
      }
      for (const words of [["generate"], ["check", "--out", "src"], ["inspect", "broken.json"]]) {
        await runCommandLine(words, {
          folder,
          environment: { CI: "1", [name]: value },
          stdin: () => Readable.from([]),
          stdout: { isTTY, columns: 80, write },
          stderr: { isTTY, columns: 80, write },
          stopSignal: () => new AbortController().signal,
        })
      }
      expect([name, isTTY, screen.includes("\u001b")]).toEqual([name, isTTY, name === "FORCE_COLOR"])
    }
  }
})
