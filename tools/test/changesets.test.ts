import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { scratch } from "@client-secrets/conformance/runtimes"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const golden = "packages/packed-matrix/test/golden/types/core.d.ts"

const changeset = (name: string, sentence: string) => `---\n"${name}": minor\n---\n\n${sentence}\n`

/** A workspace of two packages in a git repository, with the configuration and the tools of this one. */
class Repository {
  readonly folder = scratch({
    "package.json": '{ "name": "workspace", "private": true }\n',
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    ".gitignore": "node_modules\n",
    "packages/core/package.json": manifest({ name: "@client-secrets/core" }),
    "packages/cli/package.json": manifest({
      name: "client-secrets",
      dependencies: { "@client-secrets/core": "workspace:^" },
    }),
    "packages/core/index.js": "",
    [golden]: "one",
    "packages/conformance/golden/verdicts.json": "{}",
    "packages/conformance/test/verdict-changes.ts": "[]",
  })

  constructor() {
    for (const path of [".changeset/config.json", "tools/check-changesets.mjs", "tools/release/changelog.mjs"]) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      cpSync(join(root, path), join(this.folder, path))
    }
    symlinkSync(join(root, "tools/node_modules"), join(this.folder, "tools/node_modules"))
    this.git("init", "-q", "-b", "main")
    this.commit()
  }

  /** The state of a pull request: a detached commit, and no branch `main`. */
  get asPullRequest(): this {
    this.git("update-ref", "refs/remotes/origin/main", "main")
    this.git("checkout", "-q", "--detach")
    this.git("branch", "-q", "-D", "main")
    return this
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), text)
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8")
  }

  git(...parameters: string[]): void {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    const { status, stderr } = spawnSync("git", [...identity, ...parameters], { cwd: this.folder, encoding: "utf8" })
    expect(status, stderr).toBe(0)
  }

  commit(): void {
    this.git("add", "-A")
    this.git("commit", "-q", "-m", "change")
  }

  /** Runs the commands of the release workflow, and commits the result. */
  release(): void {
    const { status, stdout, stderr } = spawnSync(join(this.folder, "tools/node_modules/.bin/changeset"), ["version"], {
      cwd: this.folder,
      encoding: "utf8",
    })
    expect(status, stdout + stderr).toBe(0)
    this.commit()
  }

  check() {
    const script = join(this.folder, "tools/check-changesets.mjs")
    return spawnSync(process.execPath, [script], { cwd: this.folder, encoding: "utf8" })
  }
}

function manifest(fields: object): string {
  return `${JSON.stringify({ ...fields, version: "0.0.0" }, null, 2)}\n`
}

/** A repository with one release. */
function released(): Repository {
  const repository = new Repository()
  repository.write(".changeset/first-core.md", changeset("@client-secrets/core", "First release.\n\n- A point."))
  repository.commit()
  repository.release()
  return repository
}

test("changeset version writes only the sentences, and sets the same version in every package", () => {
  const repository = released()
  const versions = ["core", "cli"].map(name => JSON.parse(repository.read(`packages/${name}/package.json`)).version)
  expect(versions).toEqual(["0.1.0", "0.1.0"])
  expect(repository.read("packages/core/CHANGELOG.md")).toBe(
    "# @client-secrets/core\n\n## 0.1.0\n\n### Minor Changes\n\n- First release.\n\n  - A point.\n",
  )
  expect(repository.read("packages/cli/CHANGELOG.md")).toBe(
    "# client-secrets\n\n## 0.1.0\n\nNo changes in this release.\n",
  )
  expect(existsSync(join(repository.folder, ".changeset/first-core.md"))).toBe(false)
})

describe("check-changesets", () => {
  test("passes if nothing has been released yet, and says so", () => {
    const { status, stdout, stderr } = new Repository().check()
    expect(status, stderr).toBe(0)
    expect(stdout).toContain("Nothing is released yet")
  })

  test.each([
    ["a golden file of the public types", golden, "@client-secrets/core"],
    ["a golden file of the packed files", "packages/packed-matrix/test/golden/files/cli.txt", "client-secrets"],
    ["the golden verdicts", "packages/conformance/golden/verdicts.json", "@client-secrets/core"],
    ["a row of changed verdicts", "packages/conformance/test/verdict-changes.ts", "@client-secrets/core"],
  ])("requires a changeset that names the package of %s", (_, path, name) => {
    const repository = released()
    expect(repository.check().status).toBe(0)
    repository.write(path, "two")
    repository.commit()
    const { status, stderr } = repository.check()
    expect(status).toBe(1)
    expect(stderr).toContain(`${name}: what users see has changed since `)
    const other = name === "client-secrets" ? "@client-secrets/core" : "client-secrets"
    repository.write(".changeset/other.md", changeset(other, "Another package."))
    expect(repository.check().status).toBe(1)
    repository.write(".changeset/right.md", changeset(name, "It does more."))
    expect(repository.check().status).toBe(0)
    rmSync(join(repository.folder, ".changeset/other.md"))
    repository.release()
    expect(repository.check().status).toBe(0)
  })

  test("requires a changeset in a pull request that changes a package", () => {
    const repository = released().asPullRequest
    repository.write("packages/core/index.js", "changed()")
    repository.commit()
    const { status, stderr } = repository.check()
    expect(status).toBe(1)
    expect(stderr).toContain("no changesets were found")
    repository.write(".changeset/right.md", changeset("@client-secrets/core", "It does more."))
    repository.commit()
    expect(repository.check().status).toBe(0)
  })

  test("passes in the pull request of a release", () => {
    const repository = new Repository()
    repository.write(".changeset/first-core.md", changeset("@client-secrets/core", "First release."))
    repository.commit()
    repository.asPullRequest.release()
    const { status, stderr } = repository.check()
    expect(status, stderr).toBe(0)
  })
})
