import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { clientFilesIn } from "../src/vite/served-files.ts"

test("finds each client file of a public folder once, behind links and despite circular links", () => {
  const folder = scratch({
    "public/keys/client_secret_1.json": "{}",
    "public/index.html": "",
    "elsewhere/client_secret_2.json": "{}",
  })
  const published = join(folder, "public")
  symlinkSync(join(folder, "elsewhere"), join(published, "linked"))
  symlinkSync(join(folder, "elsewhere/client_secret_2.json"), join(published, "client_secret_3.json"))
  // One of them makes Node's own recursive listing return everything forty times, two make it a million million times.
  symlinkSync(published, join(published, "circle"))
  expect([...clientFilesIn(published, [])].sort()).toEqual([
    join(published, "client_secret_3.json"),
    join(published, "keys/client_secret_1.json"),
    join(published, "linked/client_secret_2.json"),
  ])
  symlinkSync(published, join(published, "keys/circle"))
  expect(clientFilesIn(published, [])).toHaveLength(3)
})

test("finds no client files behind a broken link and in a missing folder", () => {
  const folder = scratch({ "public/a.txt": "" })
  symlinkSync(join(folder, "nothing"), join(folder, "public/link"))
  symlinkSync(join(folder, "public/itself"), join(folder, "public/itself"))
  expect(clientFilesIn(join(folder, "public"), [])).toEqual([])
  expect(clientFilesIn(join(folder, "missing"), [])).toEqual([])
})
