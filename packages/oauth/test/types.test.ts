import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const require = createRequire(import.meta.url)
const folder = fileURLToPath(new URL("../test-results/types/", import.meta.url))

const compilers = { "TypeScript 5.5": "typescript-5", "TypeScript 6": "typescript", "TypeScript 7": "typescript-7" }

/** The module as the generator writes it: with literals. */
const generated = `
import type { Secret } from "@client-secrets/core"
import { createFlow, pickRedirectUri, type Tokens } from "@client-secrets/oauth"
declare const clientSecret: Secret
const google = {
  type: "web",
  clientId: "id",
  clientSecret,
  redirectUris: ["https://app.example.com/callback", "http://localhost:3000/callback"],
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
  extra: undefined as never,
} as const
`

const cases: [name: string, code: string, complaint: RegExp | undefined][] = [
  [
    "a registered redirect URI",
    'createFlow(google, { scope: "a", redirectUri: "http://localhost:3000/callback" })',
    undefined,
  ],
  [
    "a superfluous slash is an error that suggests the registered one",
    'createFlow(google, { scope: "a", redirectUri: "http://localhost:3000/callback/" })',
    /TS2820.*Did you mean '"http:\/\/localhost:3000\/callback"'/,
  ],
  [
    "the same for authorizationRequest()",
    'createFlow(google, { scope: "a" }).authorizationRequest({ redirectUri: "https://app.example.com/CALLBACK" })',
    /TS2820.*Did you mean '"https:\/\/app\.example\.com\/callback"'/,
  ],
  [
    "pickRedirectUri returns one of the literals",
    'const uri: (typeof google.redirectUris)[number] = pickRedirectUri(google, "https://app.example.com"); uri',
    undefined,
  ],
  [
    "an installed application may use any loopback port",
    'createFlow({ ...google, type: "installed" }, { scope: "a", redirectUri: "http://localhost:8085/callback" })',
    undefined,
  ],
  ["a token is not a string", "declare const tokens: Tokens; const text: string = tokens.accessToken; text", /TS2322/],
]

beforeAll(() => mkdirSync(folder, { recursive: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(Object.entries(compilers))("%s", (name, compiler) => {
  const tsc = join(dirname(require.resolve(`${compiler}/package.json`)), "bin/tsc")

  test("accepts a registered redirect URI, and otherwise suggests one", { timeout: 60_000 }, () => {
    const own = join(folder, name.replace(" ", "-"))
    mkdirSync(own, { recursive: true })
    cases.forEach(([, code], index) => void writeFileSync(join(own, `${index}.ts`), generated + code))
    const options = {
      strict: true,
      noEmit: true,
      target: "es2022",
      module: "nodenext",
      types: ["node"],
      skipLibCheck: false,
    }
    writeFileSync(join(own, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }))
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", own, "--pretty", "false"], {
      encoding: "utf8",
    })
    for (const [index, [what, , complaint]] of cases.entries()) {
      const said = stdout
        .split("\n")
        .filter(line => line.includes(`${index}.ts(`))
        .join("\n")
      if (complaint === undefined) expect(said, what).toBe("")
      else expect(said, what).toMatch(complaint)
    }
    expect(stdout).not.toContain("dist/")
  })
})
