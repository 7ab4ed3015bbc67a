import { execFileSync, spawnSync } from "node:child_process"
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
import { findShapes } from "../src/scan/find-shapes.ts"
import { binary, exampleFile, runCli } from "./run-cli.ts"

test("finds the secret in every spelling, in text, source maps, binaries and names, and prints none", async () => {
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

test("exits with 0 for a tree without it, and lists what it left out: the client file itself, .git, what is excluded", async () => {
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

test("leaves out the client file that a variable names", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "a.txt": "" })
  const environment = { GOOGLE_CLIENT_SECRETS_FILE: join(folder, "client_secrets.json") }
  const result = await runCli(["scan", ".", "--input", "env:GOOGLE_CLIENT_SECRETS"], { folder, environment })
  expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("because it is the client file") })
})

test("leaves out only the path that was passed: a link to the client file and a hard link to it are findings", async () => {
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
  // If the input is a link, both paths are the client file.
  rmSync(join(folder, "web/copy.json"))
  symlinkSync("secrets/client.json", join(folder, "client_secrets.json"))
  expect((await runCli(["scan", "."], { folder })).exitCode).toBe(0)
})

test("reports the client file that a published folder reaches through a link to its folder", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "package.json": "{}", "keys/client_secrets.json": text, "public/": "", "node_modules/": "" })
  const scan = (...words: string[]) => runCli(["scan", ...words, "-i", "keys/client_secrets.json"], { folder })
  symlinkSync("../keys", join(folder, "node_modules/keys"))
  expect((await scan(".")).exitCode).toBe(0)
  symlinkSync("../keys", join(folder, "public/data"))
  const finding = expect.stringMatching(/^public\/data\/client_secrets\.json:\d+:\d+ error\[secret_found\]/m)
  expect(await scan(".")).toMatchObject({ exitCode: 4, stderr: finding })
  expect(await scan("public/data")).toMatchObject({ exitCode: 4, stderr: finding })
})

test("a folder as the input means the client file in it", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "a.js": "a" })
  expect(await runCli(["scan", ".", "--input", "."], { folder })).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("Left out: client_secrets.json"),
  })
})

test("reports the client file within a published folder", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "package.json": "{}", "dist/client_secrets.json": text, "dist/assets/a.js": "" })
  expect((await runCli(["scan", "dist", "-i", "dist/client_secrets.json"], { folder })).exitCode).toBe(4)
  expect((await runCli(["scan", "."], { folder: join(folder, "dist") })).exitCode).toBe(4)
})

test("searches or lists a link to a folder, whatever its target", async () => {
  const { text } = exampleFile()
  const outside = scratch({ "b.js": "" })
  for (const [target, exitCode] of [
    ["../.git/x", 5],
    ["../excluded", 5],
    [outside, 5],
    // Searched, since its target is within the tree.
    ["../src", 0],
    // So is this one's, but dist publishes the client file through it.
    ["..", 4],
  ] as const) {
    const folder = scratch({ "client_secrets.json": text, ".git/x/a": "", "excluded/a": "", "src/a": "", "dist/": "" })
    symlinkSync(target, join(folder, "dist/data"))
    const result = await runCli(["scan", ".", "-x", "excluded"], { folder })
    expect([target, result.exitCode, result.stderr]).toEqual([target, exitCode, expect.anything()])
    if (exitCode === 5) expect(result.stderr).toContain("dist/data error[not_searched]: This was not searched")
  }
})

test("lists a link in node_modules to a package elsewhere, which is not a failure", async () => {
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

test("finds the secret in the name of an empty folder, and in the target of a link", async () => {
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

test("exits with 5 for a name that is not UTF-8, even if another file has the name that is shown", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/caf\ufffd.js": "" })
  expect((await runCli(["scan", "dist"], { folder })).exitCode).toBe(0)
  writeFileSync(Buffer.concat([Buffer.from(join(folder, "dist/caf")), Buffer.from([0xe9]), Buffer.from(".js")]), secret)
  expect(await runCli(["scan", "dist"], { folder })).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining("its name is not valid UTF-8"),
  })
})

test("does not count a path that does not exist as searched", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  expect(await runCli(["scan", "nowhere"], { folder })).toMatchObject({
    exitCode: 5,
    stderr: expect.stringMatching(
      /nowhere error\[not_searched\]: This was not searched.*: it does not exist\.\n0 files searched, 1 could not be searched/,
    ),
  })
})

test("exits with 5 if something cannot be searched, and never reports it as clean", async () => {
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
      expect.stringMatching(/was not searched completely: .+\n(.*\n)*.*1 could not be searched/),
    ])
  }
  expect((await runCli(["scan", "missing"], { folder })).exitCode).toBe(5)
  // A finding takes precedence.
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

test("rejects a secret that would be found everywhere, and a file without a secret", async () => {
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

test("searches files that are larger than one chunk, also across the boundaries of chunks", async () => {
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

test("without a client file, finds client files and secrets of Google by their form, and says so", async () => {
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
  // Each is accepted by its fingerprint; the five client files share that of one client id.
  const fingerprints = [...new Set(found.map(({ fingerprint }: { fingerprint: string }) => fingerprint))] as string[]
  expect(fingerprints).toHaveLength(4)
  const allowed = await runCli(["scan", "tree", ...fingerprints.flatMap(one => ["--allow", one])], { folder })
  expect(allowed.exitCode).toBe(0)
  expect((await runCli(["scan", "tree", "--allow", google], { folder })).exitCode).toBe(2)
})

test("finds a client file in base64 however it is indented, wrapped and embedded", async () => {
  const members = { client_id: "a-client", client_secret: freshSecret().replace(/[^\w]/g, "") }
  const lines = (text: string, end: string) => (text.match(/.{1,76}/g) ?? []).join(end)
  for (const type of ["web", "installed"]) {
    for (const indent of [0, 1, 2, 3, 4, "\t"]) {
      for (const start of ["", "\ufeff", "\n"]) {
        for (const lineEnd of ["\n", "\r\n"]) {
          const file = start + JSON.stringify({ [type]: members }, undefined, indent).replaceAll("\n", lineEnd)
          const encoded = Buffer.from(file).toString("base64")
          const urlSafe = Buffer.from(file).toString("base64url")
          const texts = [encoded, `A='${urlSafe}'`, lines(encoded, "\n"), `a:\r\n  ${lines(encoded, "\r\n  ")}\r\n`]
          const found = texts.map(text => findShapes(Buffer.from(text)).map(({ shape }) => shape))
          expect([file, found]).toEqual([file, texts.map(() => ["client_file"])])
        }
      }
    }
  }
})

test("finds known forms in UTF-16, as PowerShell writes it", () => {
  const secret = freshSecret().replace(/[^\w]/g, "")
  const text = `\ufeff{ "\u20ac": 1, "web": { "client_id": "a-client", "client_secret": "${secret}" } }`
  const little = Buffer.from(text, "utf16le")
  for (const content of [little, Buffer.from(little).swap16(), Buffer.concat([little, Buffer.from("x")])]) {
    expect(findShapes(content).map(({ shape, offset }) => [shape, offset])).toEqual([
      ["client_file", text.indexOf("client_secret") * 2],
    ])
  }
})

test("finds known forms behind UTF-16 that are not in UTF-16: a tool of Windows has appended them", () => {
  const secret = freshSecret().replace(/[^\w]/g, "")
  const beginning = Buffer.from("\ufeffA=1\r\n", "utf16le")
  const file = `{ "web": { "client_id": "a-client", "client_secret": "${secret}" } }`
  expect(findShapes(Buffer.concat([beginning, Buffer.from(file)])).map(({ shape, offset }) => [shape, offset])).toEqual(
    [["client_file", beginning.length + file.indexOf("client_secret")]],
  )
})

test("a client file that is accepted with --allow is accepted with its secret", async () => {
  const google = `GOCSPX-${freshSecret().replace(/[^\w]/g, "").padEnd(28, "x1Yb9Zq2").slice(0, 28)}`
  const file = JSON.stringify({ installed: { client_id: "a-client", client_secret: google } })
  const folder = scratch({ "tree/client.json": file, "other/a.js": google })
  const { stdout } = await runCli(["scan", "tree", "--json"], { folder })
  const [{ fingerprint }] = JSON.parse(stdout).found
  expect((await runCli(["scan", "tree", "--allow", fingerprint], { folder })).exitCode).toBe(0)
  expect((await runCli(["scan", "other", "--allow", fingerprint], { folder })).exitCode).toBe(4)
})

test("does not report git's own folder as clean if it is passed, and searches a path once that is passed twice", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "client_secret*.json\n", "a.js": secret })
  execFileSync("git", ["init", "-q"], { cwd: folder })
  execFileSync("git", ["add", "a.js"], { cwd: folder })
  for (const path of [".git", ".git/objects", "./.git/"]) {
    const { exitCode, stderr } = await runCli(["scan", path], { folder })
    expect([path, exitCode, stderr]).toEqual([path, 5, expect.stringContaining("its objects are compressed")])
  }
  expect((await runCli(["scan", ".git/hooks"], { folder })).exitCode).toBe(0)
  const { found, searched } = JSON.parse((await runCli(["scan", "a.js", "./a.js", "--json"], { folder })).stdout)
  expect([found.length, searched]).toEqual([1, 1])
})

test("--staged leaves out what is excluded, submodules and files of Git LFS, and names them", async () => {
  const { text, secret } = exampleFile()
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9\n`
  const folder = scratch({
    "client_secrets.json": text,
    ".gitignore": "client_secret*.json\n",
    "app/fixtures/a.js": secret,
    "image.png": pointer,
    "module/a": "",
  })
  const git = (words: string, cwd = folder) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words.split(" ")], { cwd })
  git("init -q", join(folder, "module"))
  git("add a", join(folder, "module"))
  git("commit -qm a", join(folder, "module"))
  git("init -q")
  git("-c advice.addEmbeddedRepo=false add app image.png module")
  const scan = (cwd: string, ...words: string[]) =>
    runCli(["scan", "--staged", "-i", join(folder, "client_secrets.json"), ...words], { folder: cwd })
  expect((await scan(folder)).exitCode).toBe(4)
  expect((await scan(folder, "--exclude", "app/fixture")).exitCode).toBe(2)
  for (const [cwd, path] of [
    [folder, "app/fixtures"],
    [join(folder, "app"), "fixtures/a.js"],
  ] as const) {
    const { exitCode, stderr } = await scan(cwd, "--exclude", path)
    expect([exitCode, stderr]).toEqual([
      0,
      "Left out: module, because it is a submodule.\nLeft out: app/fixtures/a.js, because it is excluded.\nLeft out: image.png, because its content is in Git LFS.\n0 files searched; the secret was not found.\n",
    ])
  }
})

test("--staged searches what looks like a pointer of Git LFS", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    "a.png": `version https://git-lfs.github.com/spec/v1\n${secret}`,
  })
  execFileSync("git", ["init", "-q"], { cwd: folder })
  execFileSync("git", ["add", "a.png"], { cwd: folder })
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(4)
})

test("reports a secret only once if it is known and also has a known form", async () => {
  const secret = `GOCSPX-${freshSecret().replace(/\W/g, "").padEnd(28, "aB3x").slice(0, 28)}`
  const { text } = exampleFile({ client_secret: secret })
  const folder = scratch({ "client_secrets.json": text, "dist/a.js": `"${secret}"`, "dist/copy.json": text })
  const { found } = JSON.parse((await runCli(["scan", "dist", "--json"], { folder })).stdout)
  expect(found.map(({ code }: { code: string }) => code)).toEqual(["secret_found", "secret_found"])
  // A known secret may be short enough to be guessed.
  expect(found.filter((one: object) => Object.hasOwn(one, "fingerprint"))).toEqual([])
})

test("the exit code is that of the whole search, even if the reader of the output stops reading", async () => {
  const { text, secret } = exampleFile()
  const leaks = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`tree/${index}.js`, secret]))
  const folder = scratch({ "client_secrets.json": text, ...leaks })
  for (const command of [`scan tree 2>&1 | head -1`, `scan tree --format github | head -1`]) {
    const script = `set -o pipefail; "${process.execPath}" "${binary}" ${command}`
    const { status, stdout } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" })
    expect([command, status, stdout]).toEqual([command, 4, expect.stringContaining("tree/0.js")])
  }
})

test("reports line and column, with any line breaks, and after characters beyond ASCII", async () => {
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

test("SARIF matches its schema, and its paths start at the top of the repository", async () => {
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
  // The validator can reject.
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

test("searches 60,000 files, and shows its progress only on a terminal", async () => {
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

test("--staged searches what the next commit would add, in its staged form", async () => {
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
  // The working tree is clean at this point; the index is not.
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

test("--staged is not affected by diff.relative, replaced objects and names that are not UTF-8", async () => {
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
  // The trap does work.
  expect(git("cat-file", "blob", leak!)).toBe("clean")
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(4)
  git("rm", "-q", "--cached", "leak.js")
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/${secret}`), Buffer.from([0xe9])]), "")
  git("add", "--", `:(glob)${secret}*`)
  const { exitCode, stderr } = await runCli(["scan", "--staged"], { folder })
  expect(exitCode).toBe(4)
  assertNoLeak([secret], { stderr })
})

test("--staged does not wait for a FIFO in place of one of git's files", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  execFileSync("git", ["init", "-q"], { cwd: folder })
  execFileSync("mkfifo", [join(folder, ".git/index")])
  expect((await runCli(["scan", "--staged"], { folder })).exitCode).toBe(5)
}, 60_000)

test("--staged reads all its files through one process of git", async () => {
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

test("git executes nothing in a tree: fsmonitor, hooks, external diffs, filters, textconv", async () => {
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
  // The trap does work: without our settings git runs it.
  git("status")
  expect(execFileSync("ls", { cwd: folder, encoding: "utf8" }).split("\n")).toContain("ran")
})

test("git fetches nothing for a tree, whatever its configuration allows, through a program of that tree", async () => {
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
  // Like git before 2.45, which does not know GIT_NO_LAZY_FETCH.
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim()
  writeFileSync(join(folder, "bin/git"), `#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec "${real}" "$@"\n`, { mode: 0o755 })
  for (const path of ["", `${join(folder, "bin")}:`]) {
    const environment = { PATH: `${path}${process.env["PATH"]}` }
    expect((await runCli(["scan", "--staged"], { folder, environment })).exitCode).toBe(5)
    expect(readdirSync(folder)).not.toContain("ran")
  }
  // The trap does work, even with the setting.
  expect(() => git("-c", "protocol.allow=never", "cat-file", "blob", object)).toThrow()
  expect(readdirSync(folder)).toContain("ran")
})

test("says what it cannot find: compressed content", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "dist/": "" })
  writeFileSync(join(folder, "dist/a.js.gz"), gzipSync(`${secret}${freshSecret()}`))
  expect((await runCli(["scan", "dist"], { folder })).exitCode).toBe(0)
  expect((await runCli(["scan", "--help"], { folder })).stdout).toContain("does not find compressed")
})
