import { readdirSync, rmSync } from "node:fs"
import { resolve } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as delay } from "node:timers/promises"
import { safeParseClientSecrets } from "@client-secrets/core"
import { userConfigPath } from "@client-secrets/file"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { readInput } from "../input/read-input.ts"
import { printablePath } from "../report/printable.ts"
import { consoleSteps } from "../setup/console-steps.ts"
import { downloadFolder, jsonFilesIn } from "../setup/find-download.ts"
import { putInPlace, requireFreePlace } from "../setup/put-in-place.ts"
import { accountOptions, accountSettings, commandForApp } from "../sign-in/account-options.ts"
import type { Command, CommandRun } from "./command.ts"

// How often the folder is read, in milliseconds. A file that did not change in between is complete.
const interval = 500
// A day. A timer holds no more than 24 of them.
const mostMinutes = 1_440

/** `client-secrets setup` */
export const setupCommand: Command = {
  usage: "",
  description: `Opens the five pages of Google's console that lead to a client file, one after the other, and says what to do on each. Then waits for the download, inspects it, and moves it into your configuration folder, where only you can read it. Programs find it there with userConfigSource().

A file of another kind, such as the key of a service account, is refused with its name, and setup continues to wait.`,
  examples: ["setup", "setup --app my-program", "setup --type web"],
  options: {
    app: accountOptions["app"]!,
    type: {
      value: "TYPE",
      choices: ["installed", "web"],
      default: "installed",
      description: "The client type: installed for a program on the user's machine, web for a website.",
    },
    downloads: { value: "FOLDER", default: "your Downloads folder", description: "Where the browser saves files." },
    force: { description: "Replace an existing client file." },
    timeout: { value: "MINUTES", default: "30", description: "How long to wait for the download." },
  },
  async run(run) {
    const { given, reporter, folder, environment } = run
    if (given.positionals.length > 0) throw new CommandFailure("usage", "setup does not accept an input.")
    const minutes = Number(given.one("timeout") ?? 30)
    if (!(minutes > 0 && minutes <= mostMinutes)) {
      throw new CommandFailure("usage", `--timeout must be a number of minutes above 0, at most ${mostMinutes}.`)
    }
    const { app } = accountSettings(run)
    const type = given.one("type") === "web" ? "web" : "installed"
    const downloads = given.has("downloads") ? resolve(folder, given.one("downloads")!) : downloadFolder(environment)
    requireFolder(downloads)
    const place = userConfigPath(app)
    requireFreePlace(place, given.has("force"))
    const stopped = run.stopSignal()
    const limit = AbortSignal.timeout(minutes * 60_000)
    const signal = AbortSignal.any([stopped, limit])
    const known = new Map(jsonFilesIn(downloads).map(({ path, version }) => [path, version]))
    try {
      await openPages(run, type, signal)
      reporter.note(`Waiting for the download in ${printablePath(downloads)} …`)
      const { path, content } = await waitForDownload(run, downloads, known, type, signal)
      putInPlace(place, content, given.has("force"))
      rmSync(path, { force: true })
    } catch (error) {
      if (error instanceof CommandFailure || !signal.aborted) throw error
      throw new CommandFailure("io", stopped.aborted ? "Stopped." : "No client file was downloaded in time.")
    }
    reporter.note(`Moved to ${printablePath(place)}. Only you can read it.`)
    reporter.note(`Next: ${commandForApp(run, "login")}`)
    return { exitCode: exitCode.ok, result: { path: printablePath(place), type } }
  },
}

/** Otherwise the wait would be for nothing: browsers name the folder in the user's language. */
function requireFolder(folder: string): void {
  try {
    readdirSync(folder)
  } catch (error) {
    const code = systemCodeOf(error)
    const isMissing = code === "ENOENT" || code === "ENOTDIR"
    const path = printablePath(folder)
    throw new CommandFailure(
      "usage",
      isMissing ? `There is no folder ${path}.` : `The folder ${path} could not be read: ${code}.`,
      "Pass the folder in which your browser saves files: --downloads FOLDER.",
    )
  }
}

/** Opens each page, and continues when the user presses Enter. Without a user they are only opened and printed. */
async function openPages(run: CommandRun, type: "web" | "installed", signal: AbortSignal): Promise<void> {
  const { reporter } = run
  const { openBrowser } = await import("@client-secrets/oauth/local")
  const steps = consoleSteps(type)
  const lines = reporter.isInteractive ? createInterface({ input: run.stdin() }) : undefined
  const answers = lines?.[Symbol.asyncIterator]()
  try {
    for (const [index, { title, url, task }] of steps.entries()) {
      reporter.note(`${index + 1} of ${steps.length}. ${title}: ${url}\n   ${task}`)
      await openBrowser(url)
      if (answers === undefined || index === steps.length - 1) continue
      reporter.note("   Press Enter for the next page.")
      await Promise.race([answers.next(), untilAborted(signal)])
    }
  } finally {
    lines?.close()
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener("abort", abort)
  })
}

interface FoundFile {
  readonly path: string
  readonly content: Uint8Array
}

/** Waits until a new file is a client file of the wanted type. Other new files are named, once each. */
async function waitForDownload(
  run: CommandRun,
  downloads: string,
  known: Map<string, string>,
  type: "web" | "installed",
  signal: AbortSignal,
): Promise<FoundFile> {
  let before = new Map<string, string>()
  for (;;) {
    const now = jsonFilesIn(downloads)
    for (const { path, version } of now) {
      if (known.get(path) === version || before.get(path) !== version) continue
      known.set(path, version)
      const content = await examine(run, path, type)
      if (content !== undefined) return { path, content }
    }
    before = new Map(now.map(({ path, version }) => [path, version]))
    await delay(interval, undefined, { signal })
  }
}

/** The content of a file if it is the expected one; otherwise says what it is. */
async function examine(run: CommandRun, path: string, type: "web" | "installed"): Promise<Uint8Array | undefined> {
  const file = printablePath(path)
  const refuse = (code: string, message: string, hint: string | undefined): undefined => {
    run.reporter.problem({ severity: "warning", code, message, hint, file })
  }
  const input = await readInput(path, run).catch(() => undefined)
  if (input === undefined) return refuse("io", "This download could not be read.", undefined)
  const optional = ["redirect_uris"] as const
  const parsed = safeParseClientSecrets(input.content, { type, optional })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(issue!.code, `This download is not what is needed. ${issue!.message}`, issue!.hint)
  }
  return typeof input.content === "string" ? Buffer.from(input.content) : input.content
}
