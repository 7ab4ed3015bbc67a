import { execFile } from "node:child_process"
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL("../test-results/compile/", import.meta.url))
const compilers = ["typescript-5", "typescript-5-9", "typescript", "typescript-7"]
const resolutions = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
}

/** A project that uses the modules, in one file for both kinds of module; it must compile. */
const consumer = (extension: "ts" | "mjs"): string => `
import { loadClientSecrets, loadClientSecretsSync, type Source, type SyncSource, type WebClientSecrets } from "@client-secrets/core"
import { clientId, google, redirectUris, type RedirectUri } from "./one/google.public.${extension}"
import * as server from "./one/google.server.${extension}"
import * as aws from "./aws/google.server.${extension}"
import { dev, myGoogle, type MyGoogleClient, type MyGoogleEnvironment, type RedirectUri as AnyRedirectUri } from "./environments/my-google.public.${extension}"
import { myGoogleSource } from "./environments/my-google.server.${extension}"
import { example as publicClient, type RedirectUri as NoRedirectUri } from "./public-client/example.public.${extension}"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

same<typeof clientId, "1234-example.apps.googleusercontent.com">(true)
same<RedirectUri, "https://app.example.com/callback" | "http://localhost:3000/callback">(true)
same<server.RedirectUri, RedirectUri>(true)
same<typeof google.redirectUris, typeof redirectUris>(true)
same<typeof google.type, "web">(true)
same<AnyRedirectUri, RedirectUri>(true)
same<AnyRedirectUri<"dev">, "http://localhost:3000/callback">(true)
same<MyGoogleEnvironment, "dev" | "prod-eu">(true)
same<MyGoogleClient["clientId"], "1234-example.apps.googleusercontent.com" | "5678-example.apps.googleusercontent.com">(true)
same<typeof myGoogle.dev, typeof dev>(true)
same<NoRedirectUri, never>(true)
same<typeof publicClient.type, "installed">(true)
// @ts-expect-error the literals cannot be assigned to
google.clientId = "other"

const source: SyncSource = server.googleSource({ env: { GOOGLE_CLIENT_SECRET: "EXAMPLE" } })
const another: Source = aws.googleSource({ region: "eu-central-1" })
export const secrets: WebClientSecrets = await loadClientSecrets(another, { type: "web" })
export const text: string = loadClientSecretsSync(source).clientSecret.reveal()
export const ofDev: SyncSource = myGoogleSource("dev")
// @ts-expect-error this environment does not exist
myGoogleSource("staging")
`

/** Both kinds are equivalent: each type of one is assignable to that of the other. */
const kinds = `
import * as ts from "./one/google.public.ts"
import * as mjs from "./one/google.public.mjs"
import * as tsServer from "./one/google.server.ts"
import * as mjsServer from "./one/google.server.mjs"
import * as tsMany from "./environments/my-google.server.ts"
import * as mjsMany from "./environments/my-google.server.mjs"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}
same<typeof ts, typeof mjs>(true)
same<typeof tsServer, typeof mjsServer>(true)
same<typeof tsMany, typeof mjsMany>(true)
export {}
`

/** A mistake in a redirect URI, as a property. */
const typo = `
import type { RedirectUri } from "./one/google.public.ts"

declare function signIn(options: { readonly redirectUri: RedirectUri }): void
signIn({ redirectUri: "https://app.example.com/Callback" })
signIn({ redirectUri: "https://app.example.com/callback/" })
signIn({ redirectUri: "http://localhost:3001/callback" })
`

function writeProject(resolution: keyof typeof resolutions): void {
  const folder = join(root, resolution)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(new URL("./golden", import.meta.url), folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  writeFileSync(join(folder, "consumer-ts.ts"), consumer("ts"))
  writeFileSync(join(folder, "consumer-mjs.ts"), consumer("mjs"))
  writeFileSync(join(folder, "kinds.ts"), kinds)
  writeFileSync(join(folder, "typo.ts"), typo)
  for (const compiler of compilers) {
    const options = {
      ...resolutions[resolution],
      target: "es2022",
      lib: ["es2022"],
      types: [],
      strict: true,
      declaration: true,
      isolatedDeclarations: true,
      ...(compiler !== "typescript-5" && { erasableSyntaxOnly: true }),
      verbatimModuleSyntax: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noPropertyAccessFromIndexSignature: true,
      allowImportingTsExtensions: true,
      // The declarations of the AWS SDK need more than these libraries; the consumer reads those of the modules.
      skipLibCheck: true,
      noEmit: true,
    }
    const write = (name: string, project: object): void => {
      writeFileSync(join(folder, `tsconfig.${name}.${compiler}.json`), JSON.stringify(project))
    }
    write("all", { compilerOptions: options, include: ["**/*.ts"], exclude: ["typo.ts"] })
    write("typo", { compilerOptions: options, files: ["typo.ts"] })
    // Here the compiler also checks the generated declarations.
    write("declarations", {
      compilerOptions: { ...options, skipLibCheck: false },
      include: ["one/*.d.mts", "environments/*.d.mts", "public-client/*.d.mts"],
    })
  }
}

function compile(compiler: string, resolution: string, project: string): Promise<{ status: number; output: string }> {
  const args = [
    require.resolve(`${compiler}/package.json`).replace("package.json", "bin/tsc"),
    "-p",
    `tsconfig.${project}.${compiler}.json`,
    "--pretty",
    "false",
  ]
  return new Promise(resolve => {
    execFile(process.execPath, args, { cwd: join(root, resolution) }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), output: stdout + stderr })
    })
  })
}

describe.each(Object.keys(resolutions) as (keyof typeof resolutions)[])("%s", resolution => {
  beforeAll(() => writeProject(resolution))

  describe.each(compilers)("%s", compiler => {
    test("compiles every kind of output under every strict flag", async () => {
      expect(await compile(compiler, resolution, "all")).toEqual({ status: 0, output: "" })
      expect(await compile(compiler, resolution, "declarations")).toEqual({ status: 0, output: "" })
    })

    test("suggests the correct redirect URI for a mistake", async () => {
      const { status, output } = await compile(compiler, resolution, "typo")
      expect(status).not.toBe(0)
      const suggestions = output.match(/error TS2820: .*/g) ?? []
      expect(
        suggestions.map(line => /Did you mean '"(.*)"'/.exec(line)?.[1]),
        output,
      ).toEqual([
        "https://app.example.com/callback",
        "https://app.example.com/callback",
        "http://localhost:3000/callback",
      ])
    })
  })
})
