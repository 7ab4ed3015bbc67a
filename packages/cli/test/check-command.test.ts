import { execFileSync } from "node:child_process"
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

const kinds = ["--out", "src", "--emit", "ts", "--emit", "public"]

async function generated(): Promise<{ folder: string; secret: string }> {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text })
  await runCli(["generate", ...kinds], { folder })
  return { folder, secret }
}

test("exits with 0 if every output is as generated, whatever its line endings", async () => {
  const { folder } = await generated()
  const file = join(folder, "src/google.public.ts")
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"))
  expect(await runCli(["check", ...kinds], { folder })).toMatchObject({ exitCode: 0, stdout: "" })
})

test("works without the client file, from the committed public one", async () => {
  const { folder } = await generated()
  rmSync(join(folder, "client_secrets.json"))
  const result = await runCli(["check", ...kinds], { folder })
  expect(result.exitCode).toBe(0)
  expect(result.stderr).toContain(
    "client_secrets.json is missing: checked against src/google.client_secrets.public.json.",
  )
  writeFileSync(join(folder, "src/google.public.ts"), "")
  expect((await runCli(["check", ...kinds], { folder })).exitCode).toBe(1)
  // `generate`, which was called with the client file, does not read it from the public one.
  expect((await runCli(["generate", ...kinds], { folder })).exitCode).toBe(5)
})

test("looks for client_secrets.public.json next to the client file first", async () => {
  const { folder } = await generated()
  const committed = readFileSync(join(folder, "src/google.client_secrets.public.json"), "utf8")
  rmSync(join(folder, "client_secrets.json"))
  writeFileSync(join(folder, "client_secrets.public.json"), committed.replace("example-project", "another-project"))
  expect((await runCli(["check", ...kinds], { folder })).exitCode).toBe(1)
})

test("exits with 1 if an output differs, with a masked diff and the command to run", async () => {
  const { folder, secret } = await generated()
  const file = join(folder, "src/google.public.ts")
  const pasted = freshSecret()
  const text = readFileSync(file, "utf8")
  writeFileSync(
    file,
    text.replace(
      'clientType = "web"',
      `clientType = "${pasted}" // ${secret}, ${Buffer.from(pasted).toString("base64")}`,
    ),
  )
  rmSync(join(folder, "src/google.server.ts"))
  const { exitCode, stdout, stderr } = await runCli(["check", ...kinds], { folder })
  expect(exitCode).toBe(1)
  expect(stdout).toContain("--- src/google.public.ts")
  expect(stdout).toContain('+export const clientType = "web";')
  expect(stdout).toMatch(/^-export const clientType = "•+" \/\/ •+ •+$/m)
  expect(stderr).toContain("src/google.server.ts is missing.")
  expect(stderr).toContain("npx client-secrets generate --out src --emit ts --emit public")
  assertNoLeak([secret, pasted], { stdout, stderr })
  const json = await runCli(["check", ...kinds, "--json"], { folder })
  assertNoLeak([secret, pasted], { json: json.stdout })
  expect(JSON.parse(json.stdout)).toMatchObject({
    exitCode: 1,
    toFix: "npx client-secrets generate --out src --emit ts --emit public",
    files: [{ state: "unchanged" }, { state: "stale" }, { state: "missing" }],
  })
  expect(readFileSync(file, "utf8")).toContain(pasted)
})

test("a diff shows nothing of a secret that quotes split into short pieces", async () => {
  const { folder } = await generated()
  const file = join(folder, "src/google.public.ts")
  writeFileSync(file, `${readFileSync(file, "utf8")}// !"!"!!"!!"!0!!\n`)
  const { exitCode, stdout } = await runCli(["check", ...kinds], { folder })
  expect(exitCode).toBe(1)
  expect(stdout).toContain('-// •"•"••"••"••••')
  expect(stdout).not.toContain("!")
})

test("a problem in the input does not count as drift", async () => {
  const { folder } = await generated()
  writeFileSync(join(folder, "client_secrets.json"), "{}")
  expect((await runCli(["check", ...kinds], { folder })).exitCode).toBe(3)
})

test("GitHub annotations escape their values, which end no line and begin no command", async () => {
  const { folder } = await generated()
  const odd = "a%b\r\n::error::,c:.json"
  const { text } = exampleFile()
  writeFileSync(join(folder, odd), text.replace("redirect_uris", "redirect_urls"))
  writeFileSync(join(folder, "50%,a:b.json"), text.replace("redirect_uris", "redirect_urls"))
  const unprintable = await runCli(["inspect", odd, "--format", "github"], { folder })
  expect(unprintable.exitCode).toBe(3)
  expect(
    unprintable.stdout
      .split("\n")
      .filter(
        line =>
          !/^::error file=\(a path that is not printed\),line=\d+,col=\d+,title=client-secrets%3A \w+::/.test(line),
      ),
  ).toEqual([""])
  const escaped = await runCli(["inspect", "50%,a:b.json", "--format", "github"], { folder })
  expect(escaped.stdout).toMatch(
    /^::error file=50%25%2Ca%3Ab\.json,line=8,col=\d+,title=client-secrets%3A misnamed::redirect_urls is not/,
  )
  expect(escaped.stdout).toContain("%0A")
})

test("does not call modules up to date if the configuration ends the process, waits forever, or has a name that is not read", async () => {
  for (const [name, config, exitCode, message] of [
    ["client-secrets.config.mjs", "process.exit()", 5, "ended before its work was done"],
    ["client-secrets.config.mjs", "process.exit(0)", 5, "ended before its work was done"],
    ["client-secrets.config.mjs", "await new Promise(() => {})", 5, "ended before its work was done"],
    ["client-secrets.config.json", "{}", 2, "client-secrets.config.json is not read."],
    ["client-secrets.config.cjs", "module.exports = {}", 2, "client-secrets.config.cjs is not read."],
  ] as const) {
    const folder = scratch({ [name]: config, "client_secrets.json": exampleFile().text })
    for (const command of ["check", "generate"]) {
      const result = await runCli([command], { folder })
      expect([config, result.exitCode, result.stderr]).toEqual([config, exitCode, expect.stringContaining(message)])
    }
  }
})

test("prints the paths of outputs with spaces, and no command that would do something else", async () => {
  const { text } = exampleFile()
  const folder = scratch({ "client_secrets.json": text })
  const words = ["client_secrets.json", "--out", "my modules", "--emit", "schema"]
  expect((await runHere(["generate", ...words], { folder })).stderr).toContain(
    "created   my modules/google.schema.json\n",
  )
  expect((await runHere(["check", ...words], { folder })).stderr).toBe("1 file is up to date.\n")
  rmSync(join(folder, "my modules/google.schema.json"))
  expect((await runHere(["check", ...words], { folder })).stderr).toBe(
    "my modules/google.schema.json error[missing]: my modules/google.schema.json is missing.\nRun npx client-secrets generate with the same arguments to update it.\n",
  )
  for (const [out, shown] of [
    ["it's", "with the same arguments"],
    ["a&b", "--out 'a&b'"],
  ] as const) {
    const { stderr } = await runHere(["check", "--out", out, "--emit", "ts"], { folder })
    expect(stderr).toContain(`npx client-secrets generate ${shown}`)
  }
})

test("does not wait for a FIFO in place of an output, or at the end of a link", async () => {
  const { text } = exampleFile()
  for (const name of ["google.public.ts", "fifo"]) {
    const folder = scratch({ "client_secrets.json": text })
    execFileSync("mkfifo", [join(folder, name)])
    if (name === "fifo") symlinkSync("fifo", join(folder, "google.public.ts"))
    const { exitCode, stderr } = await runCli(["check"], { folder })
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining("google.public.ts is not a regular file.")])
  }
})
