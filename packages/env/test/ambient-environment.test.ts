import { locateDeno, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { members, text } from "./example.ts"

const built = new URL("../dist/index.js", import.meta.url).href
const program = `
  import { envSource } from ${JSON.stringify(built)}
  const options = JSON.parse(process.argv[2])
  const say = work => work.then(
    document => document && Object.keys(document.members ?? { whole: 1 }).join() + " " + (document.hint?.() ?? ""),
    error => error.code + ": " + error.message,
  )
  console.log(await say(envSource(options).read()))
  console.log(await say((async () => envSource(options).readSync())()))
`
const all =
  "GOOGLE_CLIENT_SECRETS,GOOGLE_CLIENT_SECRETS_FILE,GOOGLE_CLIENT_ID,GOOGLE_CLIENT_SECRET,GOOGLE_REDIRECT_URIS"
const everything = `${all},CREDENTIALS_DIRECTORY`
const whole = { GOOGLE_CLIENT_SECRETS: text }
const split = {
  GOOGLE_CLIENT_ID: members.client_id,
  GOOGLE_CLIENT_SECRET: members.client_secret,
  GOOGLE_REDIRECT_URIS: "x",
}

const rows: [grants: string[], environment: Record<string, string>, says: string, options?: object][] = [
  // One variable is enough for a program that uses only one.
  [["--allow-env=GOOGLE_CLIENT_SECRETS"], whole, "whole"],
  [["--allow-env=ACME_CLIENT_SECRETS"], { ACME_CLIENT_SECRETS: text }, "whole", { name: "ACME_CLIENT_SECRETS" }],
  [
    ["--allow-env=GOOGLE_CLIENT_ID,GOOGLE_CLIENT_SECRET,GOOGLE_REDIRECT_URIS"],
    split,
    "client_id,client_secret,redirect_uris The values are those of GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.",
  ],
  // An incomplete client, and what may complete it.
  [
    ["--allow-env=GOOGLE_CLIENT_SECRET"],
    split,
    "client_secret Deno: run with --allow-env=GOOGLE_CLIENT_ID,GOOGLE_REDIRECT_URIS",
  ],
  // Nothing could be read, which differs from not found.
  [[], whole, `denied: Deno: run with --allow-env=${everything}`],
  [
    ["--allow-env=GOOGLE_CLIENT_SECRETS"],
    {},
    `denied: Deno: run with --allow-env=${everything.replace("GOOGLE_CLIENT_SECRETS,", "")}`,
  ],
  [[`--allow-env=${everything}`], {}, "undefined"],
  [["--allow-env"], whole, "whole"],
  [
    ["--allow-env"],
    { ...whole, VITE_GOOGLE_CLIENT_SECRET: "x" },
    "unsupported: VITE_GOOGLE_CLIENT_SECRET is set, and bundlers put such variables into the browser's code. Unset it, create a new secret, and set GOOGLE_CLIENT_SECRET instead.",
  ],
  [["--ignore-env"], whole, "undefined"],
  [
    ["--deny-env=GOOGLE_CLIENT_SECRETS", "--allow-env"],
    whole,
    "denied: Deno: run with --allow-env=GOOGLE_CLIENT_SECRETS",
  ],
  // A file needs a separate grant.
  [["--allow-env"], { GOOGLE_CLIENT_SECRETS_FILE: "google.json" }, "denied: Deno: run with --allow-read=google.json"],
  [
    ["--allow-env", "--allow-read=google.json"],
    { GOOGLE_CLIENT_SECRETS_FILE: "google.json" },
    "whole The document is the file that GOOGLE_CLIENT_SECRETS_FILE names.",
  ],
]

test.each(rows)("reads the environment of Deno with %j and %o", async (grants, environment, says, options = {}) => {
  const file = locateDeno()
  if (file === undefined) throw new Error("Deno is not installed")
  const folder = scratch({ "program.mjs": program, "google.json": text })
  const args = ["run", "--no-prompt", "--no-config", "--no-remote", ...grants, "program.mjs", JSON.stringify(options)]
  const { output } = await runProgram({ file, args, folder, environment })
  expect(output.split("\n").map(line => line.trim())).toEqual([says, says, ""])
})

// On a terminal Deno would stop the program and ask for each of the variables in turn.
test.runIf(process.platform === "linux")("Deno does not prompt the user", async () => {
  const file = locateDeno()
  if (file === undefined) throw new Error("Deno is not installed")
  const folder = scratch({ "program.mjs": program, "asking.mjs": 'console.log(process.env["OTHER"])' })
  const runInTerminal = async (name: string, limit: number) => {
    const command = `"${file}" run --no-config --no-remote --allow-env=GOOGLE_CLIENT_SECRETS ${name} {}`
    const args = ["--quiet", "--return", "--command", command, "/dev/null"]
    return (await runProgram({ file: "script", args, folder, environment: whole, limit })).output
  }
  // This shows that it really is a terminal: this program waits for an answer until it is terminated.
  expect(await runInTerminal("asking.mjs", 3_000)).toContain("Deno requests env access")
  const output = await runInTerminal("program.mjs", 30_000)
  expect(output).not.toContain("Deno requests")
  expect(output.split("\n").map(line => line.trim())).toEqual(["whole", "whole", ""])
})
