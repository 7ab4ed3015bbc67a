import { join } from "node:path"
import type { GeneratedFile } from "@client-secrets/codegen"
import type { CommandRun } from "../commands/command.ts"
import { printableFile } from "../report/printable.ts"
import { dependenciesOf } from "./manifest.ts"
import { installationOf } from "./package-manager.ts"
import { folderOf, type Project, relativePath } from "./project.ts"

/** The instructions for new modules: what to import where, and what to install. */
export function howToUse(run: CommandRun, project: Project, files: readonly GeneratedFile[]): string {
  const imports = files.flatMap(file => {
    if (file.mainExport === undefined) return []
    const path = printableFile(relativePath(project.root, join(folderOf(project, file), file.path)))
    const where = file.isServerModule ? "On the server: " : "Anywhere:      "
    return [`${where}import { ${file.mainExport} } from "./${path}"`]
  })
  const missing = missingPackages(project, files)
  const installation = installationOf(run.folder, run.environment, missing)
  return [...imports, ...(missing.length === 0 ? [] : [`Install:       ${installation}`])].join("\n")
}

/** The packages that the modules import and that the project's package.json does not name. */
function missingPackages(project: Project, files: readonly GeneratedFile[]): readonly string[] {
  const dependencies = dependenciesOf(project.serverOut)
  const specifiers = files.flatMap(({ text }) => [...text.matchAll(/ from "([^"]+)";$/gm)].map(([, name]) => name!))
  const packages = specifiers.map(specifier =>
    specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/"),
  )
  // The SDK is an optional peer: who uses the source installs it.
  if (specifiers.some(specifier => specifier.endsWith("/aws-secrets-manager"))) {
    packages.push("@aws-sdk/client-secrets-manager")
  }
  return [...new Set(packages)].filter(name => !dependencies.has(name)).sort()
}
