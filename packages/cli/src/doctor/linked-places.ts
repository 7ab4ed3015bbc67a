import { lstatSync, readlinkSync, realpathSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { isProject, type Project, projectOf } from "./project-folders.ts"

/** A path by which a file is reached, and the project that publishes it by this path. */
export interface LinkedPlace {
  readonly path: string
  readonly project: Project
}

/**
 * Each path by which a file is reached: the one that was named, and what each link in it, to the file or to a folder, leads to.
 * A server publishes what is below a linked folder, wherever its target is.
 *
 * @param path an absolute path of a file that exists
 */
export function linkedPlaces(path: string): readonly LinkedPlace[] {
  const places = new Map<string, LinkedPlace>()
  for (let next: string | undefined = path; next !== undefined; ) {
    const link = firstLink(next)
    const place = { path: next, project: projectAround(link, next) }
    // The same place by another spelling, such as a linked home folder, counts once.
    const key = join(realpathSync(place.project.top), relative(place.project.top, next))
    if (!places.has(key)) places.set(key, place)
    next = link === undefined ? undefined : join(targetOf(link), relative(link, next))
  }
  return [...places.values()]
}

/** The project of a link, even if its target is a project of its own; otherwise that of the file. */
function projectAround(link: string | undefined, path: string): Project {
  const around = link === undefined ? undefined : projectOf(link)
  return around !== undefined && isProject(around.top) ? around : projectOf(path)
}

/** The first part of a path that is a link. */
function firstLink(path: string): string | undefined {
  const names = path.split(sep)
  const parts = names.map((_, index) => names.slice(0, index + 1).join(sep))
  return parts.find(part => part !== "" && lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink())
}

function targetOf(link: string): string {
  return resolve(dirname(link), readlinkSync(link))
}
