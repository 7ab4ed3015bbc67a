import { execFileSync, spawnSync } from "node:child_process"
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { assertNoLeak, findLeaks, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { emits } from "../src/project/emits.ts"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

/** The output of git; `grep` exits with 1 if it finds nothing. */
function git(folder: string, ...words: readonly string[]): string {
  return spawnSync("git", words, { cwd: folder, encoding: "utf8" }).stdout
}

test("standard input is one input only", async () => {
  const { text } = exampleFile()
  const folder = scratch({})
  const { exitCode, stderr } = await runHere(["generate", "dev=-", "prod=-"], { folder, stdin: text })
  expect([exitCode, stderr]).toEqual([
    2,
    "error: Only one input can be standard input (-).\n  Pass the others as files or variables.\n",
  ])
  expect(readdirSync(folder)).toEqual([])
})

test("writes the modules, from a file, standard input or the environment", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "saved/": "" })
  const results = [
    await runCli(["generate", "--out", "a"], { folder }),
    await runCli(["generate", "-", "--out", "b"], { folder, stdin: text }),
    await runCli(["generate", "env:GOOGLE_CLIENT_SECRETS", "--out", "c"], {
      folder,
      environment: { GOOGLE_CLIENT_SECRETS: Buffer.from(text).toString("base64") },
    }),
    await runCli(["generate", "-", "--out", "d"], { folder, stdin: Buffer.from(`\ufeff${text}`, "utf16le") }),
  ]
  for (const { exitCode, stdout, stderr } of results) {
    expect([exitCode, stdout]).toEqual([0, ""])
    assertNoLeak([secret], { stderr })
  }
  const first = readFileSync(join(folder, "a/google.public.ts"), "utf8")
  expect(first).toContain("1234-example.apps.googleusercontent.com")
  for (const out of ["b", "c", "d"]) {
    expect(readdirSync(join(folder, out)).sort()).toEqual(["google.public.ts", "google.server.ts"])
    expect(readFileSync(join(folder, out, "google.public.ts"), "utf8")).toBe(first)
  }
})

test("takes an id and a secret in two variables for a client, whose redirect URIs are not known", async () => {
  const environment = { ACME_CLIENT_ID: "acme-client", ACME_CLIENT_SECRET: exampleFile().secret }
  const folder = scratch()
  const result = await runCli(["generate", "env:ACME_CLIENT_SECRETS", "--name", "acme"], { folder, environment })
  expect(result).toMatchObject({ exitCode: 0 })
  const text = readFileSync(join(folder, "acme.public.ts"), "utf8")
  expect(text).toContain('"acme-client"')
  expect(text).not.toContain("redirectUris")
})

test("reads the split form of the environment", async () => {
  const environment = {
    ACME_CLIENT_ID: "acme-client",
    ACME_CLIENT_SECRET: exampleFile().secret,
    ACME_REDIRECT_URIS: "https://app.example.com/callback",
  }
  const folder = scratch()
  const result = await runCli(["generate", "env:ACME_CLIENT_SECRETS", "--name", "acme"], { folder, environment })
  expect(result).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(folder, "acme.public.ts"), "utf8")).toContain('"acme-client"')
})

test("writes nothing if nothing changed, even if a checkout converted line endings to CRLF", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  const words = ["generate", "--emit", "ts", "--emit", "mjs", "--emit", "schema", "--emit", "public"]
  await runCli(words, { folder })
  const names = readdirSync(folder).filter(name => name.startsWith("google."))
  expect(names).toHaveLength(8)
  const crlf = join(folder, "google.public.ts")
  writeFileSync(crlf, readFileSync(crlf, "utf8").replaceAll("\n", "\r\n"))
  for (const name of names) utimesSync(join(folder, name), 1, 1)
  const { stderr } = await runCli(words, { folder })
  expect(stderr.match(/^unchanged /gm)).toHaveLength(8)
  expect(names.map(name => statSync(join(folder, name)).mtimeMs)).toEqual(names.map(() => 1000))
})

test("rotation of the secret changes no file", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  await runCli(["generate"], { folder })
  writeFileSync(join(folder, "client_secrets.json"), exampleFile().text)
  expect((await runCli(["generate"], { folder })).stderr).toMatch(
    /unchanged google.public.ts\nunchanged google.server.ts/,
  )
})

test("environments of one client share a type; if their shapes differ, exits with 3", async () => {
  const folder = scratch({
    "dev.json": exampleFile({ client_id: "dev" }).text,
    "prod.json": exampleFile({ client_id: "prod" }).text,
    "odd.json": exampleFile({ project_id: undefined }).text,
  })
  const good = await runCli(["generate", "dev=dev.json", "prod=prod.json"], { folder })
  expect(good.exitCode).toBe(0)
  const bad = await runCli(["generate", "dev=dev.json", "prod=odd.json", "--out", "bad"], { folder })
  expect(bad.exitCode).toBe(3)
  expect(readdirSync(folder)).not.toContain("bad")
})

test("exits with 3 for an invalid input, and shows the position in a masked copy of the text", async () => {
  const { text, secret } = exampleFile()
  const broken = text.replace("redirect_uris", "redirect_urls").replace("https://oauth2", "http://oauth2")
  const folder = scratch({ "client_secrets.json": broken })
  const { exitCode, stderr } = await runCli(["generate"], { folder })
  expect(exitCode).toBe(3)
  expect(stderr).toContain("client_secrets.json:8:")
  expect(stderr).toContain('"redirect_urls": [')
  expect(stderr).toContain("•••")
  expect(stderr).not.toContain("app.example.com")
  assertNoLeak([secret], { stderr })
  expect(readdirSync(folder)).toEqual(["client_secrets.json"])
})

test("exits with 4 for a secret in a public member, and for an inlined secret of a web client", async () => {
  const secret = exampleFile().secret
  const hidden = exampleFile({
    client_secret: secret,
    redirect_uris: [`https://app.example.com/${Buffer.from(secret).toString("hex")}`],
  })
  const swapped = exampleFile({
    client_id: `GOCSPX-${secret}`,
    client_secret: "1234-example.apps.googleusercontent.com",
  })
  for (const { text } of [hidden, swapped]) {
    const folder = scratch({ "client_secrets.json": text })
    const { exitCode, stderr } = await runCli(["generate"], { folder })
    expect(exitCode).toBe(4)
    assertNoLeak([secret], { stderr })
    expect(readdirSync(folder)).toEqual(["client_secrets.json"])
  }
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  expect((await runCli(["generate", "--inline-secret"], { folder })).exitCode).toBe(4)
})

test("writes an inlined secret that only its owner may read, and never where git would add it", async () => {
  const { text, secret } = exampleFile({}, "installed")
  const folder = scratch({ "client_secrets.json": text, "bad/": "" })
  git(folder, "init", "-q")
  const refused = await runCli(["generate", "--inline-secret", "--out", "src"], { folder })
  expect(refused.exitCode).toBe(4)
  expect(refused.stderr).toContain("git does not ignore it")
  expect(readdirSync(folder)).not.toContain("src")
  writeFileSync(join(folder, ".gitignore"), "src/\n")
  expect((await runCli(["generate", "--inline-secret", "--out", "src"], { folder })).exitCode).toBe(0)
  const file = join(folder, "src/google.server.ts")
  expect(readFileSync(file, "utf8")).toContain(secret)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test("asks git about the target of a link, and does not write a secret through a link", async () => {
  const { text, secret } = exampleFile({}, "installed")
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "src/\nlinked\n", "src/": "" })
  await runCli(["generate", "--out", "shared"], { folder })
  symlinkSync("../shared/google.server.ts", join(folder, "src/google.server.ts"))
  symlinkSync("shared", join(folder, "linked"))
  git(folder, "init", "-q")
  git(folder, "add", "shared")
  for (const out of ["src", "linked"]) {
    const { exitCode, stderr } = await runCli(["generate", "--inline-secret", "--out", out], { folder })
    expect([out, exitCode, stderr]).toEqual([out, 4, expect.stringContaining("is a link")])
    expect(stderr).toContain("Nothing was written")
    assertNoLeak([secret], { stderr, shared: readFileSync(join(folder, "shared/google.server.ts"), "utf8") })
  }
})

test("killed before it moves an inlined secret into place, leaves nothing that git would add, and the next run removes it", async () => {
  const { text, secret } = exampleFile({}, "installed")
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "client_secrets.json\ngoogle.server.ts\n" })
  git(folder, "init", "-q")
  const kill = `import fs from "node:fs"
    import { syncBuiltinESMExports } from "node:module"
    fs.renameSync = () => process.kill(process.pid, "SIGKILL")
    syncBuiltinESMExports()`
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(kill)}` }
  const words = ["generate", "--inline-secret", "--out", "src"]
  const killed = await runCli(words, { folder, environment })
  expect(killed.exitCode).toBeNull()
  const left = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && !entry.parentPath.includes(".git/"))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter(path => !path.endsWith("client_secrets.json") && readFileSync(path, "utf8").includes(secret))
  // Otherwise the test would prove nothing.
  expect(left()).toHaveLength(1)
  git(folder, "add", "-A")
  expect(git(folder, "grep", "--cached", "-l", "-e", secret)).toBe("")
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  expect(left()).toEqual([join(folder, "src/google.server.ts")])
  expect(readdirSync(join(folder, "src")).sort()).toEqual(["google.public.ts", "google.server.ts"])
})

test("exits with 5 for a place that may not be written, and writes nothing at all", async () => {
  const { text } = exampleFile()
  const folder = scratch({
    "project/client_secrets.json": text,
    "elsewhere/": "",
    "project/taken/google.server.ts/": "",
  })
  const project = join(folder, "project")
  symlinkSync("../elsewhere", join(project, "linked"))
  mkdirSync(join(project, "file-link"))
  symlinkSync("../../elsewhere/google.server.ts", join(project, "file-link/google.server.ts"))
  mkdirSync(join(project, "read-only"))
  writeFileSync(join(project, "read-only/google.server.ts"), "// Generated by client-secrets\n", { mode: 0o444 })
  mkdirSync(join(project, "by-hand"))
  writeFileSync(join(project, "by-hand/google.server.ts"), "export const mine = 1\n")
  for (const [out, reason] of [
    ["../elsewhere", "outside of the working directory"],
    ["linked", "leads out of the working directory"],
    ["linked/deeper", "leads out of the working directory"],
    ["file-link", "is a link whose target does not exist"],
    ["read-only", "marked read-only"],
    ["by-hand", "was not generated by client-secrets"],
    ["taken", "is not a regular file"],
    ["client_secrets.json", "client_secrets.json/google.public.ts is below a file"],
  ] as const) {
    const { exitCode, stderr } = await runCli(["generate", "--out", out], { folder: project })
    expect([exitCode, out, stderr]).toEqual([5, out, expect.stringContaining(reason)])
    expect(stderr).toContain("Nothing was written")
  }
  expect(readdirSync(join(folder, "elsewhere"))).toEqual([])
  for (const out of ["file-link", "read-only", "by-hand", "taken"]) {
    expect(readdirSync(join(project, out))).toEqual(["google.server.ts"])
  }
})

test("exits with 5 for a folder that this user may not write", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text, "closed/": "" })
  chmodSync(folder, 0o755)
  chmodSync(join(folder, "client_secrets.json"), 0o644)
  chmodSync(join(folder, "closed"), 0o555)
  const result = await runCli(["generate", "--out", "closed"], { folder, unprivileged: true })
  expect(result).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("EACCES") })
  expect(readdirSync(join(folder, "closed"))).toEqual([])
})

test("keeps the permissions of an existing file, and a link within the project", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text, "real/": "" })
  await runCli(["generate", "--out", "real"], { folder })
  const file = join(folder, "real/google.public.ts")
  chmodSync(file, 0o640)
  symlinkSync("real", join(folder, "alias"))
  writeFileSync(join(folder, "client_secrets.json"), exampleFile({ client_id: "other" }).text)
  expect((await runCli(["generate", "--out", "alias"], { folder })).exitCode).toBe(0)
  expect(readFileSync(file, "utf8")).toContain('"other"')
  expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(lstatSync(join(folder, "alias")).isSymbolicLink()).toBe(true)
})

test("reads the configuration if no input is passed; its emitter receives no secret", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "secrets/client.json": text,
    "client-secrets.config.mjs": `export default {
      clients: { acme: { input: { dev: "secrets/client.json" }, secret: { dev: "env:ACME_DEV" } } },
      out: "src",
      emit: ["ts", { name: "mine", generate: model => [{ path: "model.json", text: JSON.stringify(model) }] }],
    }`,
  })
  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  const model = readFileSync(join(folder, "src/model.json"), "utf8")
  expect(model).toContain("ACME_DEV")
  assertNoLeak([secret], { model })
  expect(await runCli(["check"], { folder })).toMatchObject({ exitCode: 0 })
  expect(await runCli(["generate", "--out", "x"], { folder })).toMatchObject({ exitCode: 2 })
})

test("exits with 4 if an emitter publishes the secret, and with 2 if the emitter or the configuration fails", async () => {
  const { text, secret } = exampleFile()
  const config = (emit: string): string =>
    `import { readFileSync } from "node:fs"
     export default { clients: { google: { input: "client_secrets.json" } }, emit: ["ts", { name: "mine", generate() { ${emit} } }] }`
  for (const [source, exitCode] of [
    [config(`return [{ path: "all.txt", text: readFileSync("client_secrets.json", "base64") }]`), 4],
    [config(`throw new Error(readFileSync("client_secrets.json", "utf8"))`), 2],
    [config(`return [{ path: "../all.txt", text: "" }]`), 2],
    [`throw new Error(${JSON.stringify(secret)})`, 2],
    [`export default ${secret}`, 2],
    [`export default { clients: { google: { input: "client_secrets.json", ${secret}: 1 } } }`, 2],
    ["export default { clients: {} }", 2],
    ["export const nothing = 1", 2],
  ] as const) {
    const folder = scratch({ "client_secrets.json": text, "client-secrets.config.mjs": source })
    const result = await runCli(["generate"], { folder })
    expect([result.exitCode, source]).toEqual([exitCode, source])
    assertNoLeak([secret], { stderr: result.stderr })
    expect(readdirSync(folder).sort()).toEqual(["client-secrets.config.mjs", "client_secrets.json"])
  }
})

test("exits with 5 for an unreadable input, and with 3 for one that is too large", async () => {
  const folder = scratch({ "large.json": "x".repeat(70_000), "folder/": "" })
  execFileSync("mkfifo", [join(folder, "fifo")])
  for (const [words, exitCode, reason] of [
    [["generate", "missing.json"], 5, "There is no client file at"],
    [["generate", "folder"], 5, "There is no client file at"],
    [["generate", "fifo"], 5, "not a regular file"],
    [["generate", "env:NOT_SET"], 5, "The variable NOT_SET is not set."],
    [["generate", "--config", "missing.mjs"], 2, "missing.mjs does not exist"],
    [["generate", "large.json"], 3, "65536 bytes"],
    [["generate", "-"], 3, "The client file is empty"],
  ] as const) {
    const result = await runCli(words, { folder })
    expect([result.exitCode, words, result.stderr]).toEqual([exitCode, words, expect.stringContaining(reason)])
  }
  expect((await runCli(["generate", "-"], { folder, stdin: "x".repeat(70_000) })).exitCode).toBe(3)
})

test("suggests the name of a download for a missing file", async () => {
  const name = `client_secret_1-${"a".repeat(32)}.apps.googleusercontent.com.json`
  const folder = scratch({ [name]: exampleFile().text })
  for (const words of [["generate"], ["check"], ["inspect"], ["doctor"]]) {
    const { exitCode, stderr } = await runCli(words, { folder })
    expect([exitCode, stderr]).toEqual([
      5,
      expect.stringContaining(`${name} the client file? If so, pass its path, or rename it to client_secrets.json.`),
    ])
  }
})

test("does not print a document or a secret in place of a path", async () => {
  const secret = freshSecret()
  for (const place of [
    exampleFile({ client_secret: secret }).text,
    `GOCSPX-${secret}`,
    `secrets/GOCSPX-${secret}.json`,
  ]) {
    for (const words of [
      ["generate", place],
      ["check", place],
      ["inspect", place],
      ["doctor", place],
    ]) {
      const { exitCode, ...printed } = await runCli(words, { folder: scratch() })
      expect([exitCode, findLeaks([secret], printed)]).toEqual([5, []])
    }
  }
})

test("gives advice in terms of the command line, which helps when followed", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile({ redirect_uris: undefined }).text })
  const { exitCode, stderr } = await runCli(["generate"], { folder })
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining("pass --optional redirect_uris")])
  expect((await runCli(["generate", "--optional", "redirect_uris"], { folder })).exitCode).toBe(0)
  const both = JSON.stringify({ ...JSON.parse(exampleFile().text), ...JSON.parse(exampleFile({}, "installed").text) })
  writeFileSync(join(folder, "client_secrets.json"), both)
  expect((await runCli(["generate"], { folder })).stderr).toContain("pass --type")
  expect((await runCli(["generate", "--type", "installed"], { folder })).exitCode).toBe(0)
})

test("exits with 2 for environments that do not match, or options of a wrong type, and says where", async () => {
  const { text } = exampleFile()
  const input = { dev: "client_secrets.json", prod: "client_secrets.json" }
  for (const [config, reason] of [
    [{ clients: { google: { input, secret: { dev: "env:A", stage: "env:B" } } } }, "clients.google.secret"],
    [{ clients: { google: { input, secret: { dev: "env:A" } } } }, "prod"],
    [{ clients: { google: { input: "client_secrets.json", secret: { dev: "env:A" } } } }, "clients.google.secret"],
    [{ clients: { google: { input } }, type: "Web" }, "type"],
    [{ clients: { google: { input } }, optional: "redirect_uris" }, "optional"],
    [{ clients: { google: { input } }, optional: ["client_id"] }, "optional"],
    [{ clients: { google: { input } }, allowInsecureEndpoints: "false" }, "allowInsecureEndpoints"],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": text,
      "client-secrets.config.mjs": `export default ${JSON.stringify(config)}`,
    })
    const { exitCode, stderr } = await runCli(["generate"], { folder })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(reason)])
    expect(readdirSync(folder)).toHaveLength(2)
  }
})

test("maxBytes in the configuration accepts a larger file, and rejects a smaller one", async () => {
  const { text } = exampleFile()
  const config = (maxBytes: string): string =>
    `export default { clients: { google: { input: "client_secrets.json" } }, maxBytes: ${maxBytes} }`
  const folder = scratch({ "client_secrets.json": `${" ".repeat(70_000)}${text}` })
  for (const [maxBytes, exitCode] of [
    ["undefined", 3],
    ["80_000", 0],
    ["60_000", 3],
    ["-1", 2],
    ["'80000'", 2],
  ] as const) {
    writeFileSync(join(folder, "client-secrets.config.mjs"), config(maxBytes))
    expect([(await runCli(["generate"], { folder })).exitCode, maxBytes]).toEqual([exitCode, maxBytes])
  }
})

test("writes the same bytes in every locale and time zone", async () => {
  const clients = Object.fromEntries(
    ["istanbul", "ILK", "zeta", "aa", "Ch"].map(name => [
      name,
      { input: { dev: `${name}.json`, "prod-I": `${name}.json` } },
    ]),
  )
  const folder = scratch({
    "client-secrets.config.mjs": `export default ${JSON.stringify({ clients, emit: Object.keys(emits) })}`,
    ...Object.fromEntries(Object.keys(clients).map(name => [`${name}.json`, exampleFile({ client_id: name }).text])),
  })
  const config = readFileSync(join(folder, "client-secrets.config.mjs"), "utf8")
  const locales = ["en_US.UTF-8", "tr_TR.UTF-8", "sv_SE.UTF-8", "ar_EG.UTF-8", "cs_CZ.UTF-8", "C"]
  const outputs = []
  for (const [index, locale] of locales.entries()) {
    writeFileSync(join(folder, `${index}.config.mjs`), config.replace("{", `{"out":"out-${index}",`))
    const environment = { LC_ALL: locale, LANG: locale, TZ: ["UTC", "Asia/Kathmandu"][index % 2]! }
    const result = await runCli(["generate", "--config", `${index}.config.mjs`], { folder, environment })
    expect(result).toMatchObject({ exitCode: 0 })
    const names = readdirSync(join(folder, `out-${index}`)).sort()
    outputs.push(names.map(name => [name, readFileSync(join(folder, `out-${index}`, name), "utf8")]))
  }
  expect(outputs[0]).toHaveLength(5 * (2 + 4 + 1 + 2) + 1)
  for (const output of outputs) expect(output).toEqual(outputs[0])
})

test("--server-out puts server modules in a separate folder, with several places of the secret in order", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  const words = [
    "client_secrets.json",
    "--out",
    "src",
    "--server-out",
    "server",
    "--secret",
    "env:A",
    "--secret",
    "file:x.json",
  ]
  expect(await runCli(["generate", ...words], { folder })).toMatchObject({ exitCode: 0 })
  expect([readdirSync(join(folder, "src")), readdirSync(join(folder, "server"))]).toEqual([
    ["google.public.ts"],
    ["google.server.ts"],
  ])
  const server = readFileSync(join(folder, "server/google.server.ts"), "utf8")
  expect(server.indexOf('name: "A"')).toBeLessThan(server.indexOf('fileSource("x.json")'))
  expect(await runCli(["check", ...words], { folder })).toMatchObject({ exitCode: 0 })
  writeFileSync(
    join(folder, "client-secrets.config.mjs"),
    `export default { clients: { google: { input: "client_secrets.json", secret: ["env:A", "file:x.json"] } },
      out: { public: "src", server: "server" } }`,
  )
  expect(await runCli(["check"], { folder })).toMatchObject({ exitCode: 0 })
})

test("modules import the packages of the project, and missing packages are reported", async () => {
  for (const [dependencies, imported, installed] of [
    [{}, 'from "client-secrets"', "Install:       npm install client-secrets"],
    [{ "client-secrets": "1" }, 'from "client-secrets/server-only"', undefined],
    [{ "@client-secrets/core": "1" }, 'from "@client-secrets/core/server-only"', "npm install @client-secrets/env"],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": exampleFile().text,
      "package.json": JSON.stringify({ dependencies }),
    })
    const { stderr } = await runCli(["generate"], { folder })
    expect(readFileSync(join(folder, "google.server.ts"), "utf8")).toContain(imported)
    if (installed === undefined) expect(stderr).not.toContain("Install")
    else expect(stderr).toContain(installed)
  }
})

test("names a client after its provider, otherwise after its file", async () => {
  for (const [file, authUri, name] of [
    ["client_secrets.json", "https://accounts.google.com/o/oauth2/auth", "google"],
    ["kc.json", "https://id.example.com/realms/main/protocol/openid-connect/auth", "kc"],
    ["client_secrets.json", "https://id.acme.co.uk/auth", "acme"],
    ["con.json", "https://10.0.0.1/auth", "client"],
  ] as const) {
    const { text } = exampleFile({ auth_uri: authUri, token_uri: authUri.replace(/auth$/, "token") })
    const folder = scratch({ [file]: text })
    const words = ["generate", file, "--allow-insecure-endpoints"]
    expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(folder, `${name}.server.ts`), "utf8")).toContain(`${name.toUpperCase()}_CLIENT_SECRET`)
  }
})

test("knows the packages of a project of Deno, which has no package.json", async () => {
  const text = exampleFile().text
  for (const [name, imported, install] of [
    ["semver", 'from "client-secrets/server-only"', "deno add npm:client-secrets\n"],
    ["client-secrets", 'from "client-secrets/server-only"', undefined],
    ["@client-secrets/core", 'from "@client-secrets/core/server-only"', "deno add npm:@client-secrets/env\n"],
  ] as const) {
    const imports = JSON.stringify({ imports: { [name]: `npm:${name}@1` } })
    const folder = scratch({ "client_secrets.json": text, "deno.json": imports })
    const { exitCode, stderr } = await runHere(["generate"], { folder })
    expect([name, exitCode]).toEqual([name, 0])
    expect(readFileSync(join(folder, "google.server.ts"), "utf8")).toContain(imported)
    expect(stderr).toEqual(
      install === undefined ? expect.not.stringContaining("Install") : expect.stringContaining(install),
    )
  }
})
