// Packs every public package, with a bill of materials for each and a list of checksums: the files that a release stages.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error("usage: npm run pack-release -- FOLDER")
  process.exit(2)
}
const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder)
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })

const env = environmentWithPnpm()
const packages = readdirSync(join(root, "packages"))
  .map(name => join(root, "packages", name))
  .map(path => ({ path, manifest: JSON.parse(readFileSync(join(path, "package.json"), "utf8")) }))
  .filter(({ manifest }) => manifest.private !== true)

for (const { path, manifest } of packages) {
  run(["pack", "--pack-destination", target], path)
  const bill = join(target, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.cdx.json`)
  run(
    ["sbom", "--prod", "--lockfile-only", "--sbom-format", "cyclonedx", "--out", bill, "--filter", manifest.name],
    root,
  )
}

const files = readdirSync(target).sort()
const checksums = files.map(
  file =>
    `${createHash("sha256")
      .update(readFileSync(join(target, file)))
      .digest("hex")}  ${file}\n`,
)
writeFileSync(join(target, "SHA256SUMS"), checksums.join(""))
console.log(`${packages.length} packages in ${folder}:\n${checksums.join("")}`)

function run(parameters, cwd) {
  const { status, stdout, stderr } = spawnSync("pnpm", parameters, { cwd, env, encoding: "utf8" })
  if (status !== 0) throw new Error(`pnpm ${parameters.join(" ")} failed:\n${stdout}${stderr}`)
}

/** The environment with pnpm in its path, which npm provides. */
function environmentWithPnpm() {
  // Within another npx these two would be interpreted as its options.
  const { npm_config_call, npm_config_package, ...rest } = process.env
  const command = ["--yes", "--prefer-offline", "-p", "pnpm@12.21.0", "-c", 'node -p "process.env.PATH"']
  const { status, stdout, stderr } = spawnSync("npx", command, { cwd: root, env: rest, encoding: "utf8" })
  if (status !== 0) throw new Error(`npx could not get pnpm:\n${stderr}`)
  return { ...rest, PATH: stdout.trim() }
}
