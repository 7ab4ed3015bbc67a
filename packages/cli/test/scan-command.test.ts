import { execFileSync } from "node:child_process"
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { Readable } from "node:stream"
import { gzipSync } from "node:zlib"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import Ajv from "ajv-draft-04"
import formats from "ajv-formats"
import { expect, test } from "vitest"
import { runCommandLine } from "../src/run-command-line.ts"
import { exampleFile, runCli } from "./run-cli.ts"

test("finds the secret in every spelling, in text, maps, binaries and names, and prints none", async () => {
  const { text, secret } = exampleFile()
  const hex = Buffer.from(secret).toString("hex")
  const places: Readonly<Record<string, string | Buffer>> = {
    "dist/plain.js": `const s="${secret}"`,
    "dist/reversed.js": [...secret].reverse().join(""),
    "dist/main.js.map": JSON.stringify({ sourcesContent: [JSON.stringify({ s: secret })] }),
    "dist/base64.js": Buffer.from(`xx${secret}yy`).toString("base64"),
    "dist/wrapped.pem": (
      Buffer.from(`${"x".repeat(31)}${secret}`)
        .toString("base64")
        .match(/.{1,64}/g) ?? []
    ).join("\n"),
    "dist/hex.txt": hex,
    "dist/nested.txt": Buffer.from(hex).toString("base64"),
    "dist/escaped.js": [...secret].map(one => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    "dist/wide.bin": Buffer.concat([Buffer.alloc(1000), Buffer.from(secret, "utf16le"), Buffer.alloc(9)]),
    "dist/url.txt": [...Buffer.from(secret)].map(byte => `%${byte.toString(16)}`).join(""),
    [`dist/${secret}.txt`]: "",
  }
  const folder = scratch({ "client_secrets.json": text, "dist/clean.js": "nothing", "dist/": "" })
  for (const [path, content] of Object.entries(places)) writeFileSync(join(folder, path), content)
  const { exitCode, stdout, stderr } = await runCli(["scan", "dist", "--json"], { folder })
  expect(exitCode).toBe(4)
  const { found, unread, searched } = JSON.parse(stdout)
  expect([unread, searched]).toEqual([[], Object.keys(places).length + 1])
  const files = new Set(found.map(({ file }: { file: string }) => file))
  const expected = Object.keys(places).map(path => (path.includes(secret) ? "(a path that holds the secret)" : path))
  expect([...files].sort()).toEqual(expected.sort())
  assertNoLeak([secret], { stdout, stderr })
  const human = await runCli(["scan", "dist"], { folder })
  const github = await runCli(["scan", "dist", "--format", "github"], { folder })
  assertNoLeak([secret], { ...human, ...github, exitCode: "" })
  expect(github.stdout).toContain("::error file=dist/plain.js,")
})

test("a tree without it is exit 0; what is left out is named: the client file itself, .git, what is excluded", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, ".git/objects": text, "src/a.js": "a" })
  const { exitCode, stderr } = await runCli(["scan", "."], { folder })
  expect([exitCode, stderr]).toEqual([
    0,
    "Left out: .git, because its objects are compressed.\nLeft out: client_secrets.json, because it is the client file.\n1 file searched; the secret was not found.\n",
  ])
  writeFileSync(join(folder, "copy.json"), text)
  expect((await runCli(["scan", "."], { folder })).exitCode).toBe(4)
  const without = await runCli(["scan", ".", "--exclude", "copy.json", "--json"], { folder })
  expect([without.exitCode, JSON.parse(without.stdout).leftOut.map(({ file }: { file: string }) => file)]).toEqual([
    0,
    [".git", "client_secrets.json", "copy.json"],
  ])
  expect((await runCli(["scan", ".", "--exclude", "typo.json"], { folder })).exitCode).toBe(2)
})

test("only the path that was given is left out: a link to the client file and a hard link to it are findings", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "secrets/client.json": text, "web/": "" })
  const scan = () => runCli(["scan", ".", "--input", "secrets/client.json"], { folder })
  expect((await scan()).exitCode).toBe(0)
  symlinkSync("../secrets/client.json", join(folder, "web/link.json"))
  expect(await scan()).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/^web\/link\.json(:\d+:\d+)? error\[secret_found\]: This file holds the secret/m),
  })
  rmSync(join(folder, "web/link.json"))
  linkSync(join(folder, "secrets/client.json"), join(folder, "web/copy.json"))
  expect(await scan()).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/^web\/copy\.json(:\d+:\d+)? error\[secret_found\]: This file holds the secret/m),
  })
  // Both paths of an input that is a link are the client file.
  rmSync(join(folder, "web/copy.json"))
  symlinkSync("secrets/client.json", join(folder, "client_secrets.json"))
  expect((await runCli(["scan", "."], { folder })).exitCode).toBe(0)
})

test("a folder as the input is the client file in it", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "a.js": "a" })
  expect(await runCli(["scan", ".", "--input", "."], { folder })).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("Left out: client_secrets.json"),
  })
})

test("the client file within a folder that is published is a finding", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "package.json": "{}", "dist/client_secrets.json": text, "dist/assets/a.js": "" })
  expect((await runCli(["scan", "dist", "-i", "dist/client_secrets.json"], { folder })).exitCode).toBe(4)
  expect((await runCli(["scan", "."], { folder: join(folder, "dist") })).exitCode).toBe(4)
})

test("a link to a folder is searched or named, whatever it leads to", async () => {
  const { text } = exampleFile()
  const outside = scratch({ "b.js": "" })
  for (const [target, exitCode] of [
    ["../.git/x", 5],
    ["../excluded", 5],
    [outside, 5],
    // Walked, so that what is in it was searched.
    ["../src", 0],
    ["..", 0],
  ] as const) {
    const folder = scratch({ "client_secrets.json": text, ".git/x/a": "", "excluded/a": "", "src/a": "", "dist/": "" })
    symlinkSync(target, join(folder, "dist/data"))
    const result = await runCli(["scan", ".", "-x", "excluded"], { folder })
    expect([target, result.exitCode, result.stderr]).toEqual([target, exitCode, expect.anything()])
    if (exitCode === 5) expect(result.stderr).toContain("dist/data error[not_searched]: This was not searched")
  }
})

test("a link in node_modules to a package elsewhere is named, and is not a failure", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "b/package.json": "{}", "c/d": "", "a/node_modules/@x/": "" })
  symlinkSync("../../../b", join(folder, "a/node_modules/@x/b"))
  const { exitCode, stderr } = await runCli(["scan", "a"], { folder })
  expect([exitCode, stderr]).toEqual([
    0,
    "Left out: a/node_modules/@x/b, because it is a link to a package elsewhere.\n0 files searched; the secret was not found.\n",
  ])
  symlinkSync("../../../c", join(folder, "a/node_modules/@x/c"))
  expect((await runCli(["scan", "a"], { folder })).exitCode).toBe(5)
})

test("finds the secret in the name of an empty folder, and in what a link says", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/a.js": "" })
  const scan = () => runCli(["scan", "dist"], { folder })
  mkdirSync(join(folder, "dist", secret))
  const empty = await scan()
  assertNoLeak([secret], { stderr: empty.stderr })
  expect(empty.exitCode).toBe(4)
  rmSync(join(folder, "dist", secret), { recursive: true })
  symlinkSync(secret, join(folder, "dist/link"))
  expect(await scan()).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/^dist\/link error\[secret_found\]: The text of this link holds the secret/m),
  })
})

test("a name that is not UTF-8 is exit 5, also where another file is called as it is shown", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/caf\ufffd.js": "" })
  expect((await runCli(["scan", "dist"], { folder })).exitCode).toBe(0)
  writeFileSync(Buffer.concat([Buffer.from(join(folder, "dist/caf")), Buffer.from([0xe9]), Buffer.from(".js")]), secret)
  expect(await runCli(["scan", "dist"], { folder })).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining("its name is not valid UTF-8"),
  })
})

test("a path that does not exist is not counted as searched", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  expect(await runCli(["scan", "nowhere"], { folder })).toMatchObject({
    exitCode: 5,
    stderr: expect.stringMatching(
      /nowhere error\[not_searched\]: This was not searched.*: it does not exist\.\n0 files searched, 1 could not be/,
    ),
  })
})

test("what cannot be searched is exit 5 and never clean", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "elsewhere/a": "", "dist/a.js": "a".repeat(100) })
  const scan = (...words: string[]) => runCli(["scan", "dist", ...words], { folder, unprivileged: true })
  chmodSync(folder, 0o755)
  chmodSync(join(folder, "client_secrets.json"), 0o644)
  expect((await scan()).exitCode).toBe(0)
  expect((await scan("--max-bytes", "99")).exitCode).toBe(5)
  for (const [make, undo] of [
    [() => execFileSync("mkfifo", [join(folder, "dist/fifo")]), () => rmSync(join(folder, "dist/fifo"))],
    [() => chmodSync(join(folder, "dist/a.js"), 0), () => chmodSync(join(folder, "dist/a.js"), 0o644)],
    [() => chmodSync(join(folder, "dist"), 0), () => chmodSync(join(folder, "dist"), 0o755)],
    [() => symlinkSync("../elsewhere", join(folder, "dist/link")), () => rmSync(join(folder, "dist/link"))],
    [() => symlinkSync("loop", join(folder, "dist/loop")), () => rmSync(join(folder, "dist/loop"))],
  ] as const) {
    make()
    const { exitCode, stderr } = await scan()
    undo()
    expect([exitCode, stderr]).toEqual([
      5,
      expect.stringMatching(/was not searched, or not all of it: .+\n(.*\n)*.*1 could not be/),
    ])
  }
  expect((await runCli(["scan", "missing"], { folder })).exitCode).toBe(5)
  // A find counts for more.
  execFileSync("mkfifo", [join(folder, "dist/fifo")])
  writeFileSync(join(folder, "dist/b.js"), secret)
  expect((await scan()).exitCode).toBe(4)
})

test("follows a link to a file", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "other/b.js": secret, "dist/": "" })
  symlinkSync("../other/b.js", join(folder, "dist/b.js"))
  expect((await runCli(["scan", "dist"], { folder })).exitCode).toBe(4)
})

test("refuses a secret that would be found everywhere, and a file without one", async () => {
  const folder = scratch({
    "short.json": exampleFile({ client_secret: "seven77" }).text,
    "public.json": exampleFile({ client_secret: undefined }).text,
    "dist/a.js": "",
  })
  const short = await runCli(["scan", "dist", "--input", "short.json"], { folder })
  expect([short.exitCode, short.stderr]).toEqual([4, expect.stringContaining("less than 8 characters")])
  expect((await runCli(["scan", "dist", "--input", "public.json"], { folder })).exitCode).toBe(3)
  expect((await runCli(["scan", "dist", "--input", "missing.json"], { folder })).exitCode).toBe(5)
  expect((await runCli(["scan", "dist", "--input", "missing.json", "--if-present"], { folder })).exitCode).toBe(0)
})

test("searches files that are larger than one piece, also across where pieces meet", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/": "" })
  const content = Buffer.alloc(70 * 2 ** 20, ".\n")
  const encoded = Buffer.from(Buffer.from(secret).toString("hex")).toString("base64")
  const offsets = [32 * 2 ** 20 - 20, 64 * 2 ** 20 - 2 ** 18, content.length - encoded.length - 1]
  for (const offset of offsets) content.write(` ${encoded} `, offset)
  writeFileSync(join(folder, "dist/large.bin"), content)
  const { exitCode, stdout } = await runCli(["scan", "dist", "--json"], { folder })
  expect(exitCode).toBe(4)
  expect(new Set(JSON.parse(stdout).found.map(({ offset }: { offset: number }) => offset))).toEqual(
    new Set(offsets.map(offset => offset + 1)),
  )
})

test("without a client file it finds client files and secrets of Google by how they look, and says so", async () => {
  const random = (length: number) => freshSecret().replace(/[^\w]/g, "").padEnd(length, "x1Yb9Zq2").slice(0, length)
  const google = `GOCSPX-${random(28)}`
  const refresh = `1//0${random(80)}`
  const file = JSON.stringify({ installed: { client_id: "a-client", client_secret: random(20) } })
  const key = `{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\n${"MIIEvQIBADANBgkq\\n".repeat(20)}"}`
  const places: Readonly<Record<string, readonly [content: string, code: string]>> = {
    "google.js": [`// a\nconst secret = "${google}"`, "google_client_secret"],
    "file.json": [file, "client_file"],
    "pretty.json": [JSON.stringify(JSON.parse(file), undefined, 2), "client_file"],
    "bundle.js": [`const text = ${JSON.stringify(file)}`, "client_file"],
    ".env": [`GOOGLE_CLIENT_SECRETS=${Buffer.from(file).toString("base64")}`, "client_file"],
    "google.json": [file.replace(/"client_secret":"\w+"/, `"client_secret":"${google}"`), "client_file"],
    "token.json": [JSON.stringify({ refresh_token: refresh }), "google_refresh_token"],
    "key.json": [key, "service_account_key"],
  }
  const harmless = {
    "public.json": JSON.stringify({ web: { client_id: "a", redirect_uris: [] } }),
    "template.json": JSON.stringify({ web: { client_id: "a", client_secret: "YOUR_CLIENT_SECRET" } }),
    "sample.json": JSON.stringify({ web: { client_id: "a", client_secret: "GOCSPX-EXAMPLE_NOT_A_REAL_SECRET" } }),
    "short.js": "const prefix = 'GOCSPX-'",
    "long.js": `GOCSPX-${random(60)}`,
    "config.json": JSON.stringify({ client_secret: random(20) }),
  }
  const files = Object.fromEntries(Object.entries(places).map(([name, [content]]) => [`tree/${name}`, content]))
  const clean = Object.fromEntries(Object.entries(harmless).map(([name, content]) => [`clean/${name}`, content]))
  const folder = scratch({ ...files, ...clean })
  const { exitCode, stdout } = await runCli(["scan", "tree", "--json"], { folder })
  expect(exitCode).toBe(4)
  const { found } = JSON.parse(stdout)
  expect(found.map(({ file, code }: { file: string; code: string }) => [file, code]).sort()).toEqual(
    Object.entries(places)
      .map(([name, [, code]]) => [`tree/${name}`, code])
      .sort(),
  )
  expect(found).toContainEqual(expect.objectContaining({ file: "tree/google.js", line: 2, column: 17 }))
  assertNoLeak([google, refresh, JSON.parse(file).installed.client_secret], { stdout })
  expect(await runCli(["scan", "clean"], { folder })).toMatchObject({
    exitCode: 0,
    stderr:
      "client_secrets.json does not exist, so only what looks like a client file or a secret of Google is looked for.\n6 files searched; nothing that looks like a secret was found.\n",
  })
  // Each is accepted by its fingerprint, which for the five client files is that of one client id.
  const fingerprints = [...new Set(found.map(({ fingerprint }: { fingerprint: string }) => fingerprint))] as string[]
  expect(fingerprints).toHaveLength(4)
  const allowed = await runCli(["scan", "tree", ...fingerprints.flatMap(one => ["--allow", one])], { folder })
  expect(allowed.exitCode).toBe(0)
  expect((await runCli(["scan", "tree", "--allow", google], { folder })).exitCode).toBe(2)
})

test("a secret that is known and has a shape is reported once", async () => {
  const secret = `GOCSPX-${freshSecret().replace(/\W/g, "").padEnd(28, "aB3x").slice(0, 28)}`
  const { text } = exampleFile({ client_secret: secret })
  const folder = scratch({ "client_secrets.json": text, "dist/a.js": `"${secret}"`, "dist/copy.json": text })
  const { found } = JSON.parse((await runCli(["scan", "dist", "--json"], { folder })).stdout)
  expect(found.map(({ code }: { code: string }) => code)).toEqual(["secret_found", "secret_found"])
})

test("says the line and the column, in any encoding of line breaks and behind characters beyond ASCII", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    "dist/a.js": `\r\n\u00e9\ud83d\ude00 ${secret}`,
    "dist/long.js": `${"\n".repeat(2 ** 20)}${"é".repeat(2 ** 20)}${secret}\n${secret}`,
    "dist/binary": `\0\n${secret}`,
  })
  const { found } = JSON.parse((await runCli(["scan", "dist", "--json"], { folder })).stdout)
  expect(found).toMatchObject([
    { file: "dist/a.js", line: 2, column: 5 },
    { file: "dist/binary", offset: 2 },
    { file: "dist/long.js", line: 2 ** 20 + 1, column: 2 ** 20 + 1 },
    { file: "dist/long.js", line: 2 ** 20 + 2, column: 1 },
  ])
  expect(found[1]).not.toHaveProperty("line")
})

test("SARIF is valid by its schema, and names places from the top of the repository", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    ".git/HEAD": "",
    "app/client_secrets.json": text,
    "app/dist/a b#.js": `\n${secret}`,
    "app/dist/b": "",
  })
  execFileSync("mkfifo", [join(folder, "app/dist/fifo")])
  const app = join(folder, "app")
  const validate = sarifValidator()
  for (const [words, exitCode, results] of [
    [["scan", "dist"], 4, ["secret_found", "not_searched"]],
    [["scan", "dist/b"], 0, []],
    [["scan", "--nonsense"], 2, ["usage"]],
    [["inspect", "dist/b"], 3, ["empty_file"]],
  ] as const) {
    const { stdout, stderr, exitCode: code } = await runCli([...words, "--format", "sarif"], { folder: app })
    expect([words, code, stderr]).toEqual([words, exitCode, ""])
    const log = JSON.parse(stdout)
    expect([validate(log), validate.errors]).toEqual([true, null])
    const [run] = log.runs
    expect([words, run.results.length]).toEqual([words, results.length])
    expect(run.invocations[0]).toEqual({ executionSuccessful: code !== 2 && code !== 5, exitCode })
    assertNoLeak([secret], { stdout })
    if (words[1] !== "dist") continue
    expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(results)
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "app/dist/a%20b%23.js", uriBaseId: "%SRCROOT%" },
      region: { startLine: 2, startColumn: 1 },
    })
  }
  // The validator can refuse.
  expect(validate({ version: "2.1.0", runs: [{ results: [{}] }] })).toBe(false)
})

function sarifValidator() {
  const schema = readFileSync(
    createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
    "utf8",
  )
  const ajv = new Ajv({ strict: false, unicodeRegExp: false })
  formats["default"](ajv)
  return ajv.compile(JSON.parse(schema))
}

test("searches 60,000 files, says how far it is to a terminal, and to nothing else", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "tree/": "" })
  for (let index = 0; index < 600; index++) {
    const place = join(folder, `tree/${index}`)
    mkdirSync(place)
    for (let file = 0; file < 100; file++) writeFileSync(join(place, `${file}.js`), "")
  }
  writeFileSync(join(folder, "tree/599/z.js"), secret)
  for (const isTTY of [true, false]) {
    let stderr = ""
    const exitCode = await runCommandLine(["scan", "tree"], {
      folder,
      environment: {},
      stdin: () => Readable.from([]),
      stdout: { isTTY, write: () => {} },
      stderr: { isTTY, write: part => (stderr += part) },
      stopSignal: () => new AbortController().signal,
    })
    expect(exitCode).toBe(4)
    expect(stderr).toContain("60001 files searched; 1 secret found.")
    expect(/\r\u001b\[2K\d+ files searched: tree/.test(stderr)).toBe(isTTY)
  }
}, 120_000)

test("--staged searches what the next commit would add, as it is staged", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    ".gitignore": "client_secret*.json\n",
    "a b.js": secret,
    "c.js": "",
  })
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, env: { ...process.env, HOME: folder } })
  git("init", "-q")
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(0)
  git("add", "a b.js", "c.js")
  // The working tree is clean by now; what is staged is not.
  writeFileSync(join(folder, "a b.js"), "")
  const { exitCode, stderr } = await runCli(["scan", "--staged"], { folder })
  expect([exitCode, stderr]).toEqual([
    4,
    expect.stringMatching(/^a b\.js(:\d+:\d+)? error\[secret_found\]: This file holds the secret/m),
  ])
  git("add", "a b.js")
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "clean")
  git("rm", "-q", "c.js")
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(0)
  expect(
    (await runCli(["scan", "--staged", "--input", join(folder, "client_secrets.json")], { folder: scratch() }))
      .exitCode,
  ).toBe(5)
})

test("--staged is not led astray by diff.relative, replaced objects and names that are not UTF-8", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    ".gitignore": "client_secret*.json\n",
    "leak.js": secret,
    "sub/a": "",
  })
  const git = (...words: string[]) =>
    execFileSync("git", words, { cwd: folder, env: { ...process.env, HOME: folder }, encoding: "utf8" })
  git("init", "-q")
  git("add", "leak.js")
  git("config", "diff.relative", "true")
  expect(
    (await runCli(["scan", "--staged", "-i", "../client_secrets.json"], { folder: join(folder, "sub") })).exitCode,
  ).toBe(4)
  git("config", "--unset", "diff.relative")
  const [, leak] = git("ls-files", "-s", "leak.js").split(" ")
  const clean = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: folder, input: "clean", encoding: "utf8" })
  git("replace", leak!, clean.trim())
  // The trap is a real one.
  expect(git("cat-file", "blob", leak!)).toBe("clean")
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(4)
  git("rm", "-q", "--cached", "leak.js")
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/${secret}`), Buffer.from([0xe9])]), "")
  git("add", "--", `:(glob)${secret}*`)
  const { exitCode, stderr } = await runCli(["scan", "--staged"], { folder })
  expect(exitCode).toBe(4)
  assertNoLeak([secret], { stderr })
})

test("--staged does not wait for a FIFO in the place of a file of git's", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  execFileSync("git", ["init", "-q"], { cwd: folder })
  execFileSync("mkfifo", [join(folder, ".git/index")])
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(5)
}, 60_000)

test("--staged reads all its files by one process of git", async () => {
  const { text } = exampleFile()
  const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`src/${index}.js`, `${index}`]))
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "client_secret*.json\n", "bin/": "", ...files })
  execFileSync("git", ["init", "-q"], { cwd: folder })
  execFileSync("git", ["add", "src"], { cwd: folder })
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim()
  const log = join(folder, "calls")
  writeFileSync(join(folder, "bin/git"), `#!/bin/sh\necho >> "${log}"\nexec "${real}" "$@"\n`, { mode: 0o755 })
  const environment = { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` }
  const { exitCode, stderr } = await runCli(["scan", "--staged"], { folder, environment })
  expect([exitCode, stderr]).toEqual([0, "50 files searched; the secret was not found.\n"])
  expect(readFileSync(log, "utf8").split("\n").length - 1).toBe(2)
})

test("git runs nothing of a tree: fsmonitor, hooks, external diffs, filters, textconv", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, ".gitattributes": "* diff=evil filter=evil\n", "a.js": "a" })
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder })
  git("init", "-q")
  git("add", "a.js", ".gitattributes")
  const evil = join(folder, "evil.sh")
  writeFileSync(evil, `#!/bin/sh\ntouch "${join(folder, "ran")}"\n`, { mode: 0o755 })
  mkdirSync(join(folder, ".git/hooks"), { recursive: true })
  for (const hook of ["post-index-change", "pre-commit", "reference-transaction"]) {
    writeFileSync(join(folder, ".git/hooks", hook), `#!/bin/sh\n"${evil}"\n`, { mode: 0o755 })
  }
  for (const name of [
    "core.fsmonitor",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.smudge",
    "core.pager",
    "pager.diff",
    "core.sshCommand",
    "core.askPass",
  ]) {
    git("config", name, evil)
  }
  for (const words of [
    ["scan", "--staged"],
    ["scan", "."],
    ["doctor"],
    ["inspect"],
    ["schema"],
    ["generate", "--out", "src"],
  ]) {
    const { exitCode } = await runCli(words, { folder })
    expect([exitCode, words]).toEqual([words[0] === "doctor" ? 4 : 0, words])
    expect(execFileSync("ls", { cwd: folder, encoding: "utf8" }).split("\n")).not.toContain("ran")
  }
  // The trap is a real one: without our settings git runs it.
  git("status")
  expect(execFileSync("ls", { cwd: folder, encoding: "utf8" }).split("\n")).toContain("ran")
})

test("git fetches nothing for a tree, whatever its configuration allows, by a program of that tree's", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "a.js": "a", "bin/": "" })
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, stdio: "pipe", encoding: "utf8" })
  git("init", "-q")
  git("add", "a.js")
  const object = git("ls-files", "-s", "a.js").split(" ")[1]!
  rmSync(join(folder, ".git/objects", object.slice(0, 2), object.slice(2)))
  for (const [name, value] of [
    ["core.repositoryformatversion", "1"],
    ["extensions.partialClone", "origin"],
    ["remote.origin.promisor", "true"],
    ["remote.origin.url", folder],
    ["remote.origin.uploadpack", `touch "${join(folder, "ran")}"; false`],
    ["protocol.file.allow", "always"],
  ])
    git("config", name!, value!)
  // As a git before 2.45, which does not know GIT_NO_LAZY_FETCH.
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim()
  writeFileSync(join(folder, "bin/git"), `#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec "${real}" "$@"\n`, { mode: 0o755 })
  for (const path of ["", `${join(folder, "bin")}:`]) {
    const environment = { PATH: `${path}${process.env["PATH"]}` }
    expect((await runCli(["scan", "--staged"], { folder, environment })).exitCode).toBe(5)
    expect(readdirSync(folder)).not.toContain("ran")
  }
  // The trap is a real one, also with the setting.
  expect(() => git("-c", "protocol.allow=never", "cat-file", "blob", object)).toThrow()
  expect(readdirSync(folder)).toContain("ran")
})

test("says what it does not find: compressed content", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/": "" })
  writeFileSync(join(folder, "dist/a.js.gz"), gzipSync(`${secret}${freshSecret()}`))
  expect((await runCli(["scan", "dist"], { folder })).exitCode).toBe(0)
  expect((await runCli(["scan", "--help"], { folder })).stdout).toContain("does not find compressed")
})
