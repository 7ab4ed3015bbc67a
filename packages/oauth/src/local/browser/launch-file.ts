import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { ownProperties } from "../../flow/options.ts"

/** A page on this machine that leads to a URL. */
export interface LaunchFile {
  /** A `file:` URL. */
  readonly url: string
  remove(): Promise<void>
}

/**
 * Writes a page that leads to the URL, for this user only.
 *
 * A command line is readable by every user of a machine. One who sees state and challenge can sign in with an account
 * of their own, and send the code to the waiting program, whose user then works in a stranger's account.
 */
export async function writeLaunchFile(target: string): Promise<LaunchFile> {
  // A new folder has mode 0700.
  const folder = await mkdtemp(join(tmpdir(), "sign-in-"))
  const path = join(folder, "sign-in.html")
  await writeFile(path, pageFor(target), ownProperties({ flag: "wx", mode: 0o600 } as const))
  return {
    url: pathToFileURL(path).href,
    remove: () => rm(folder, ownProperties({ recursive: true, force: true })),
  }
}

function pageFor(target: string): string {
  const url = escapeAttribute(target)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${url}"><title>Sign in</title></head><body><p><a href="${url}">Continue to sign in</a></p></body></html>`
}

function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("'", "&#39;")
}
