import { execFileSync } from "node:child_process"
import fs from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import type { FileSystem } from "../src/file-work.ts"
import { checkMaxBytes, readBoundedFile, runFileWork, runFileWorkSync } from "../src/index.ts"

let folder: string

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "bounded-")))
})
afterAll(() => fs.rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

// Both ways of running must behave the same.
const ways = [
  ["synchronously", async (path: string, maxBytes = 65_536) => runFileWorkSync(readBoundedFile(path, maxBytes))],
  ["asynchronously", (path: string, maxBytes = 65_536) => runFileWork(readBoundedFile(path, maxBytes))],
] as const

test("the interface FileSystem matches node:fs", () => {
  const real: FileSystem = fs
  expect(real.constants.O_NONBLOCK).toBeGreaterThan(0)
})

for (const [way, read] of ways) {
  const readText = async (path: string, maxBytes?: number) => {
    const found = await read(path, maxBytes)
    if (found === undefined || found === "directory") return found
    return new TextDecoder().decode(found.bytes)
  }
  const failure = async (path: string, maxBytes?: number) => {
    const error = await read(path, maxBytes).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    const { code, transient, message } = error as { code: string; transient: boolean; message: string }
    return { code, transient, message: message.replaceAll(folder, "FOLDER") }
  }

  test(`${way}: reads a regular file, including an empty one`, async () => {
    fs.writeFileSync(join(folder, "text"), "the text")
    fs.writeFileSync(join(folder, "empty"), "")
    expect(await readText(join(folder, "text"))).toBe("the text")
    expect(await readText(join(folder, "empty"))).toBe("")
  })

  test(`${way}: returns undefined for a missing file, and "directory" for a directory`, async () => {
    fs.writeFileSync(join(folder, "text"), "the text")
    fs.rmSync(join(folder, "dangling"), { force: true })
    fs.symlinkSync("nowhere", join(folder, "dangling"))
    expect(await readText(join(folder, "nowhere"))).toBeUndefined()
    expect(await readText(join(folder, "text", "below"))).toBeUndefined()
    expect(await readText(join(folder, "dangling"))).toBeUndefined()
    expect(await readText(folder)).toBe("directory")
  })

  test(`${way}: refuses a FIFO without waiting for it`, async () => {
    const path = join(folder, `fifo ${way}`)
    execFileSync("mkfifo", [path])
    expect(await failure(path)).toEqual({
      code: "unsupported",
      transient: false,
      message: `FOLDER/fifo ${way} is not a regular file.`,
    })
  })

  test(`${way}: refuses devices and sockets`, async () => {
    const path = join(folder, "socket")
    const server = createServer()
    await new Promise<void>(resolve => server.listen(path, resolve))
    try {
      expect(await failure(path)).toMatchObject({
        code: "unsupported",
        message: "FOLDER/socket is not a regular file.",
      })
      expect(await failure("/dev/zero")).toMatchObject({ code: "unsupported" })
    } finally {
      server.close()
    }
  })

  test(`${way}: refuses a loop of links`, async () => {
    const path = join(folder, `loop ${way}`)
    fs.symlinkSync(path, path)
    expect(await failure(path)).toEqual({
      code: "unsupported",
      transient: false,
      message: `FOLDER/loop ${way} is a symbolic link that leads back to itself.`,
    })
  })

  test(`${way}: refuses a name that is too long`, async () => {
    expect(await failure(join(folder, "long-".repeat(60)))).toMatchObject({ code: "unsupported" })
  })

  test.runIf(process.platform === "linux")(`${way}: reads a file of /proc although its size is 0`, async () => {
    expect(fs.statSync("/proc/self/status").size).toBe(0)
    expect(await readText("/proc/self/status")).toContain("Pid:")
    expect(await failure("/proc/self/status", 10)).toMatchObject({ code: "too_large" })
  })

  test(`${way}: reads exactly as many bytes as allowed`, async () => {
    const path = join(folder, "large")
    fs.writeFileSync(path, "x".repeat(70_000))
    expect((await readText(path, 70_000))?.length).toBe(70_000)
    expect(await failure(path, 69_999)).toEqual({
      code: "too_large",
      transient: false,
      message: "FOLDER/large holds more than 69999 bytes.",
    })
  })

  test(`${way}: reads one byte more than allowed from a file that grows`, async () => {
    const path = join(folder, "growing")
    fs.writeFileSync(path, "x".repeat(200_000))
    const lengths: number[] = []
    const small = Object.assign(fs.statSync(path), { size: 1 })
    vi.spyOn(fs, "fstatSync").mockReturnValue(small as never)
    vi.spyOn(fs, "fstat").mockImplementation(((_: number, done: (error: null, status: unknown) => void) => {
      done(null, small)
    }) as never)
    const { readSync, read: readAsync } = fs
    vi.spyOn(fs, "readSync").mockImplementation(((...args: Parameters<typeof readSync>) => {
      const length = readSync(...args)
      lengths.push(length)
      return length
    }) as never)
    vi.spyOn(fs, "read").mockImplementation(((...args: unknown[]) => {
      const done = args.pop() as (error: unknown, length: number) => void
      ;(readAsync as unknown as (...all: unknown[]) => void)(...args, (error: unknown, length: number) => {
        lengths.push(length)
        done(error, length)
      })
    }) as never)
    expect(await failure(path)).toMatchObject({ code: "too_large" })
    expect(lengths.reduce((sum, length) => sum + length)).toBe(65_537)
  })

  test(`${way}: closes every descriptor`, async () => {
    const open = () => fs.readdirSync("/proc/self/fd").length
    fs.writeFileSync(join(folder, "text"), "the text")
    const before = open()
    for (let round = 0; round < 20; round++) {
      await readText(join(folder, "text"))
      await readText(folder)
      await failure("/dev/zero")
      await failure(join(folder, "text"), 1)
    }
    expect(open()).toBe(before)
  })

  test(`${way}: an error of the system gets a code, and none of its message is kept`, async () => {
    const refuse = (code: string, name = "Error") => {
      const error = Object.assign(new Error(`${code}: canary text`), { code, name, path: "canary path" })
      vi.spyOn(fs, "openSync").mockImplementation(() => {
        throw error
      })
      vi.spyOn(fs, "open").mockImplementation(((...args: unknown[]) =>
        (args.at(-1) as (e: Error) => void)(error)) as never)
    }
    const outcomes: [system: string, name: string | undefined, code: string, transient: boolean, text: string][] = [
      ["EACCES", undefined, "denied", false, "The user that this process runs as may not read x."],
      ["EPERM", undefined, "denied", false, "The user that this process runs as may not read x."],
      ["", "NotCapable", "denied", false, "Deno: run with --allow-read=x"],
      ["ERR_ACCESS_DENIED", undefined, "denied", false, "Node: run with --allow-fs-read=x"],
      ["EMFILE", undefined, "unavailable", true, "x could not be read (EMFILE)."],
      ["EIO", undefined, "unavailable", true, "x could not be read (EIO)."],
      ["EWHATEVER", undefined, "unavailable", false, "x could not be read (EWHATEVER)."],
      ["canary", undefined, "unavailable", false, "x could not be read; the system gave no reason."],
    ]
    for (const [system, name, code, transient, message] of outcomes) {
      refuse(system, name)
      expect(await failure("x")).toEqual({ code, transient, message })
    }
  })

  test(`${way}: looks again for a file that vanished while a link to it exists`, async () => {
    const link = join(folder, `swapped ${way}`)
    fs.symlinkSync("version-1", link)
    const { lstatSync, lstat } = fs
    // The swap happens between the first attempt and the second.
    const swap = () => fs.writeFileSync(join(folder, "version-1"), "second")
    fs.rmSync(join(folder, "version-1"), { force: true })
    vi.spyOn(fs, "lstatSync").mockImplementation(((path: string) => {
      swap()
      return lstatSync(path)
    }) as never)
    vi.spyOn(fs, "lstat").mockImplementation(((path: string, done: never) => {
      swap()
      lstat(path, done)
    }) as never)
    expect(await readText(link)).toBe("second")
  })
}

test.each<[what: string, host: unknown, message: string]>([
  ["a runtime without a file system", {}, "This runtime has no file system."],
  ["a Node before the oldest that is supported", { release: { name: "node" } }, "This Node is too old: 20.19 or later"],
])("names %s", (_, host, message) => {
  vi.stubGlobal("process", host)
  try {
    expect(() => runFileWorkSync(readBoundedFile("x", 1))).toThrow(message)
  } finally {
    vi.unstubAllGlobals()
  }
})

test.each([0, -1, 1.5, Number.NaN, "1"])("rejects maxBytes %s", value => {
  expect(() => checkMaxBytes(value as number)).toThrow(TypeError)
})
