import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { runGit } from "../src/git/run-git.ts"

test("no hook of the tree runs, even for a command that has hooks", async () => {
  const folder = scratch({ "a.js": "a" })
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, stdio: "pipe" })
  git("init", "-q")
  mkdirSync(join(folder, ".git/hooks"), { recursive: true })
  const ran = join(folder, "ran")
  writeFileSync(join(folder, ".git/hooks/pre-commit"), `#!/bin/sh\ntouch "${ran}"\n`, { mode: 0o755 })
  const commit = ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "a"]
  expect((await runGit(folder, commit)).exitCode).toBe(0)
  expect(existsSync(ran)).toBe(false)
  // The trap does work.
  git(...commit)
  expect(existsSync(ran)).toBe(true)
})
