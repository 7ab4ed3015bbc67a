import { execFileSync } from "node:child_process"
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test, vi } from "vitest"
import { readTokenFile } from "../src/local/stores/read-file.ts"

/** What another program does between the look at a file and its opening. */
const between = vi.hoisted(() => ({ change: () => {} }))
vi.mock("node:fs/promises", async importOriginal => {
  const files = await importOriginal<typeof import("node:fs/promises")>()
  const lstat = async (path: string) => {
    const status = await files.lstat(path)
    between.change()
    return status
  }
  return { ...files, lstat }
})

const folder = mkdtempSync(join(tmpdir(), "read-token-file-"))
afterAll(() => rmSync(folder, { recursive: true }))

test("refuses a FIFO that takes the place of the file just before it is opened", async () => {
  const file = join(folder, "token.json")
  writeFileSync(file, "{}")
  let writer: number | undefined
  between.change = () => {
    rmSync(file)
    execFileSync("mkfifo", [file])
    writer = openSync(file, constants.O_RDWR | constants.O_NONBLOCK)
  }
  try {
    await expect(readTokenFile(file, folder)).rejects.toMatchObject({ code: "untrusted_location" })
  } finally {
    if (writer !== undefined) closeSync(writer)
  }
})
