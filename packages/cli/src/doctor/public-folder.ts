import { dirname, relative, sep } from "node:path"
import { printableName } from "../report/printable.ts"
import type { Problem } from "../report/reporter.ts"
import { type Check, failed, notChecked, passed } from "./check.ts"
import type { ExaminedFile } from "./examine-file.ts"
import { type FrameworkProject, frameworkProjects, publicFoldersOf } from "./framework-project.ts"
import { isBelow, isProject, type Project } from "./project-folders.ts"

// Folders that a server or a host publishes as they are, whatever framework made them.
const publicNames = new Set(["public", "static", "public_html", "htdocs", "www", "_site"])
// Folders that a build writes, and that are published or shipped.
const outputNames = new Set(["dist", "build", "out", ".next", ".nuxt", ".output", ".svelte-kit", ".vercel", ".netlify"])

/** The folder between a file and its project's top that is published because of its name, if there is one. */
export function publishedFolder(
  path: string,
  { top }: Project,
): { readonly name: string; readonly isPublic: boolean } | undefined {
  const names = relative(dirname(top), dirname(path)).split(sep)
  // The top itself may be such a folder if nothing marks it as a project.
  const below = isProject(top) ? names.slice(1) : names
  const shared = below.find(name => publicNames.has(name))
  if (shared !== undefined) return { name: shared, isPublic: true }
  const output = below.find(name => outputNames.has(name))
  return output === undefined ? undefined : { name: output, isPublic: false }
}

/** Whether the client file lies in a folder that is published as it is. */
export function checkPublicFolder({ places, label }: ExaminedFile): Check {
  const projects: FrameworkProject[] = []
  for (const { path, project } of places) {
    const found = frameworkProjects(project)
    projects.push(...found.projects)
    for (const one of found.projects) {
      const found = publicFoldersOf(one).folders.find(folder => isBelow(folder.path, path))
      if (found === undefined) continue
      return published(label, `${one.framework.name} publishes the folder ${printableName(found.name)} as it is`)
    }
    const folder = publishedFolder(path, project)
    if (folder?.isPublic) return published(label, `the folder ${folder.name} is usually published as it is`)
    if (folder === undefined) continue
    return failed("public_folder", `It lies in ${folder.name}.`, [
      {
        severity: "warning",
        code: "build_output",
        message: `The client file lies in ${folder.name}, which is usually the output of a build.`,
        hint: "Make sure that this folder is not published. A server should get the secret from its environment.",
        file: label,
      },
    ])
  }
  const unclear = projects.find(one => !publicFoldersOf(one).isCertain)
  if (unclear !== undefined) {
    return notChecked("public_folder", unclearConfig(unclear))
  }
  return passed("public_folder", "It is not in a folder that is published as it is.")
}

/** Why a check that depends on a configuration was not possible. */
export function unclearConfig({ framework, isConfigRead }: FrameworkProject): string {
  return isConfigRead
    ? `${framework.name}'s configuration names a folder in a way that cannot be read without running it.`
    : `${framework.name}'s configuration could not be read.`
}

function published(file: string, why: string): Check {
  const problem: Problem = {
    severity: "error",
    code: "public_folder",
    message: `Anyone can download the client file from the deployed site: ${why}.`,
    hint: "Move it out of that folder. If the site was deployed, create a new client secret.",
    file,
  }
  return failed("public_folder", `It is public: ${why}.`, [problem])
}
