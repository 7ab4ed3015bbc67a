import fs, { chmodSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { fileSource } from "@client-secrets/file"
import { afterEach, describe, expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const planted = '{"web":{"token_uri":"https://attacker.example/"}}'

describe("searches", () => {
  test("in the folder, and in its parents within the project; the nearest file wins", async () => {
    const folder = scratch({
      ".git/": "",
      "client_secrets.json": example,
      "a/b/c/": "",
      "a/client_secrets.json": "nearer",
    })
    expect(await outcomeOf(fileSource(folder))).toEqual({ text: example })
    expect(await outcomeOf(fileSource(join(folder, "a/b/c")))).toEqual({ text: "nearer" })
  })

  test("from the working directory without a path", async () => {
    const before = process.cwd()
    process.chdir(scratch({ "package.json": "{}", "client_secrets.json": example, "src/": "" }))
    process.chdir("src")
    try {
      expect(await outcomeOf(fileSource())).toEqual({ text: example })
    } finally {
      process.chdir(before)
    }
  })

  test.each([
    ["a repository", { "checkout/.git/": "" }],
    ["a worktree, whose .git is a file", { "checkout/.git": "gitdir: elsewhere" }],
    ["a pnpm workspace", { "checkout/pnpm-workspace.yaml": "" }],
    ["an npm workspace", { "checkout/package.json": '{"workspaces": ["packages/*"]}' }],
    ["a Deno workspace", { "checkout/deno.json": '{"workspace": ["./a"]}' }],
    ["a Deno workspace with comments", { "checkout/deno.jsonc": '{/* … */"workspace": ["./a"]}' }],
    ["a package", { "checkout/package.json": "{}" }],
    ["a Deno package", { "checkout/deno.json": "{}" }],
  ])("never above %s: a file planted there is not found", async (_, files) => {
    const folder = scratch({ "client_secrets.json": planted, "checkout/src/": "", ...files })
    expect(await outcomeOf(fileSource(join(folder, "checkout/src")))).toEqual({ text: undefined })
    fs.writeFileSync(join(folder, "checkout/client_secrets.json"), example)
    expect(await outcomeOf(fileSource(join(folder, "checkout/src")))).toEqual({ text: example })
  })

  test("through a package of a workspace up to the workspace", async () => {
    const folder = scratch({
      "client_secrets.json": planted,
      "checkout/pnpm-workspace.yaml": "",
      "checkout/client_secrets.json": example,
      "checkout/packages/one/package.json": "{}",
      "checkout/packages/one/src/": "",
    })
    expect(await outcomeOf(fileSource(join(folder, "checkout/packages/one/src")))).toEqual({ text: example })
  })

  test("in no parent if there is no project", async () => {
    const folder = scratch({ "client_secrets.json": planted, "folder/": "" })
    expect(await outcomeOf(fileSource(join(folder, "folder")))).toEqual({ text: undefined })
  })

  test("up to the home directory, and neither above it nor in a folder that contains it", async () => {
    const folder = scratch({
      ".git/": "",
      "client_secrets.json": planted,
      "home/project/": "",
      "home/client_secrets.json": example,
    })
    vi.stubEnv("HOME", join(folder, "home"))
    // Nothing marks a project below the home directory: only the folder itself is searched.
    expect(await outcomeOf(fileSource(join(folder, "home/project")))).toEqual({ text: undefined })
    mkdirSync(join(folder, "home/.git"))
    expect(await outcomeOf(fileSource(join(folder, "home/project")))).toEqual({ text: example })
    fs.rmSync(join(folder, "home/client_secrets.json"))
    fs.rmdirSync(join(folder, "home/.git"))
    expect(await outcomeOf(fileSource(join(folder, "home/project")))).toEqual({ text: undefined })
    expect(await outcomeOf(fileSource(folder))).toEqual({ text: undefined })
  })

  test("never in the root folder", async () => {
    const read = vi.spyOn(fs, "openSync")
    expect(await outcomeOf(fileSource("/"))).toEqual({ text: undefined })
    expect(read.mock.calls.map(([path]) => path)).toEqual(["/"])
  })

  test("never on another file system", async () => {
    const folder = scratch({ ".git/": "", "client_secrets.json": planted, "mounted/src/": "" })
    const elsewhere = (path: string, status: fs.Stats) => {
      return path === folder ? Object.assign(status, { dev: status.dev + 1 }) : status
    }
    const { statSync, stat } = fs
    vi.spyOn(fs, "statSync").mockImplementation(((path: string) => elsewhere(path, statSync(path))) as never)
    vi.spyOn(fs, "stat").mockImplementation(((path: string, done: (error: unknown, status?: fs.Stats) => void) => {
      stat(path, (error, status) => (error ? done(error) : done(null, elsewhere(path, status))))
    }) as never)
    expect(await outcomeOf(fileSource(join(folder, "mounted/src")))).toEqual({ text: undefined })
  })

  test("not in folders that it may not read, which is an error only for the first folder", async () => {
    const folder = scratch({ ".git/": "", "client_secrets.json": planted, "closed/src/": "" })
    const { lstatSync, lstat } = fs
    const refusal = Object.assign(new Error("refused"), { code: "EACCES" })
    const isClosed = (path: unknown) => String(path).startsWith(join(folder, ".git"))
    vi.spyOn(fs, "lstatSync").mockImplementation(((...all: Parameters<typeof lstatSync>) => {
      if (isClosed(all[0])) throw refusal
      return lstatSync(...all)
    }) as never)
    vi.spyOn(fs, "lstat").mockImplementation(((...all: unknown[]) => {
      if (isClosed(all[0])) (all.at(-1) as (error: unknown) => void)(refusal)
      else (lstat as unknown as (...all: unknown[]) => void)(...all)
    }) as never)
    expect(await outcomeOf(fileSource(join(folder, "closed/src")))).toEqual({ text: undefined })
    expect(await outcomeOf(fileSource(folder))).toMatchObject({ code: "denied" })
  })

  test("from the real location of a folder, not from that of a link to it", async () => {
    const folder = scratch({
      "evil/.git/": "",
      "evil/client_secrets.json": planted,
      "project/package.json": "{}",
      "project/src/": "",
    })
    symlinkSync(join(folder, "project/src"), join(folder, "evil/src"))
    expect(await outcomeOf(fileSource(join(folder, "evil/src")))).toEqual({ text: undefined })
  })
})

describe("trusts", () => {
  const tree = { "package.json": "{}", "client_secrets.json": planted, "src/": "" }
  const refusal = (why: string) => ({
    code: "untrusted_location",
    message: `FOLDER/client_secrets.json was found, but ${why}, so somebody else could have put it there. If it is yours, pass its path to fileSource().`,
  })

  test("a file and a folder of this user", async () => {
    expect(await outcomeOf(fileSource(join(scratch(tree), "src")))).toEqual({ text: planted })
  })

  test("no folder that others can write, with or without the sticky bit", async () => {
    const folder = scratch(tree)
    for (const mode of [0o777, 0o1777, 0o757]) {
      chmodSync(folder, mode)
      expect(await outcomeOf(fileSource(join(folder, "src")), folder)).toEqual(
        refusal("other users can write its folder"),
      )
    }
  })

  test("a file and a folder that a group can write only if it is this process's own group", async () => {
    const folder = scratch(tree)
    const path = join(folder, "client_secrets.json")
    chmodSync(folder, 0o2775)
    chmodSync(path, 0o664)
    expect(await outcomeOf(fileSource(join(folder, "src")))).toEqual({ text: planted })
    vi.spyOn(process, "getegid").mockReturnValue(54_321)
    const group = "its group, which is not this user's own, can write"
    expect(await outcomeOf(fileSource(folder), folder)).toEqual(refusal(`${group} it`))
    chmodSync(path, 0o644)
    expect(await outcomeOf(fileSource(folder), folder)).toEqual(refusal(`${group} its folder`))
    chmodSync(folder, 0o2755)
    expect(await outcomeOf(fileSource(folder))).toEqual({ text: planted })
    // The same file is read when its path is passed.
    chmodSync(path, 0o664)
    expect(await outcomeOf(fileSource(path))).toEqual({ text: planted })
  })

  test("no file that others can write", async () => {
    const folder = scratch(tree)
    chmodSync(join(folder, "client_secrets.json"), 0o666)
    expect(await outcomeOf(fileSource(folder), folder)).toEqual(refusal("other users can write it"))
  })

  test("no file, link or folder of another user", async () => {
    const folder = scratch(tree)
    const disown = disowner()
    disown(join(folder, "client_secrets.json"))
    expect(await outcomeOf(fileSource(folder), folder)).toEqual(refusal("it belongs to another user"))
    // The same file is read when its path is passed.
    expect(await outcomeOf(fileSource(join(folder, "client_secrets.json")))).toEqual({ text: planted })

    const linked = scratch({ "package.json": "{}", "own.json": planted })
    symlinkSync("own.json", join(linked, "client_secrets.json"))
    expect(await outcomeOf(fileSource(linked))).toEqual({ text: planted })
    disown(join(linked, "client_secrets.json"))
    expect(await outcomeOf(fileSource(linked), linked)).toEqual(refusal("it belongs to another user"))

    const foreign = scratch(tree)
    disown(foreign)
    expect(await outcomeOf(fileSource(foreign), foreign)).toEqual(refusal("its folder belongs to another user"))
  })

  test("a file of root, whoever the user is", async () => {
    const folder = scratch(tree)
    const own = process.geteuid?.()
    if (own === 0) {
      vi.spyOn(process, "geteuid").mockReturnValue(1000)
      expect(await outcomeOf(fileSource(folder))).toEqual({ text: planted })
    }
    // A file of any other user is refused.
    vi.spyOn(process, "geteuid").mockReturnValue(54_321)
    const { code, text } = await outcomeOf(fileSource(folder))
    expect(own === 0 ? text : code).toBe(own === 0 ? planted : "untrusted_location")
  })

  test("everything on Windows, which has no such owners", async () => {
    const folder = scratch(tree)
    chmodSync(folder, 0o777)
    const { geteuid } = process
    delete process.geteuid
    try {
      expect(await outcomeOf(fileSource(folder))).toEqual({ text: planted })
    } finally {
      if (geteuid !== undefined) process.geteuid = geteuid
    }
  })
})

test("refuses a directory with the file's name: Docker creates one for a missing file", async () => {
  const folder = scratch({ "client_secrets.json/": "" })
  expect(await outcomeOf(fileSource(folder), folder)).toEqual({
    code: "unsupported",
    message:
      "FOLDER/client_secrets.json is a folder, not a file. Docker creates one where the file to be mounted does not exist.",
  })
})

test("the hint of an invalid file says where it was found", () => {
  const folder = scratch({ "package.json": "{}", "client_secrets.json": "broken", "src/": "" })
  const document = fileSource(join(folder, "src")).readSync()
  expect(document?.hint?.()).toBe(`The file is ${folder}/client_secrets.json.`)
})

/** Makes another user the owner of a path: really as root, otherwise in the results of `node:fs`. */
function disowner(): (path: string) => void {
  if (process.geteuid?.() === 0) return path => fs.lchownSync(path, 54_321, 54_321)
  const disowned = new Set<number>()
  const relabel = (status: fs.Stats) => (disowned.has(status.ino) ? Object.assign(status, { uid: 54_321 }) : status)
  for (const name of ["statSync", "lstatSync", "fstatSync"] as const) {
    const real = fs[name] as (...all: unknown[]) => fs.Stats
    vi.spyOn(fs, name).mockImplementation(((...all: unknown[]) => relabel(real(...all))) as never)
  }
  for (const name of ["stat", "lstat", "fstat"] as const) {
    const real = fs[name] as unknown as (...all: unknown[]) => void
    vi.spyOn(fs, name).mockImplementation(((...all: unknown[]) => {
      const done = all.pop() as (error: unknown, status?: fs.Stats) => void
      real(...all, (error: unknown, status: fs.Stats) => (error ? done(error) : done(null, relabel(status))))
    }) as never)
  }
  const { lstatSync } = fs
  return path => void disowned.add(lstatSync(path).ino)
}
