import type { ChildProcess } from "node:child_process"
import { release } from "node:os"
import { isLoopback, parseUri } from "../../client/uri.ts"
import { ownProperties } from "../../flow/options.ts"
import { readGrantedVariable } from "../read-variable.ts"

/** The variables that a browser needs. The rest may be secrets, which a child process would inherit. */
const passedOn = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TMPDIR", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"],
  ...["XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"],
  ...["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "XDG_SESSION_DESKTOP", "XDG_MENU_PREFIX", "DESKTOP_SESSION"],
  // By these xdg-open finds out which desktop runs. Without KDE_SESSION_VERSION it calls a program of KDE 4.
  ...["KDE_FULL_SESSION", "KDE_SESSION_VERSION", "GNOME_DESKTOP_SESSION_ID", "MATE_DESKTOP_SESSION_ID"],
  ...["DBUS_SESSION_BUS_ADDRESS", "WSL_DISTRO_NAME", "WSL_INTEROP"],
  ...["SystemRoot", "windir", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "ProgramFiles(x86)"],
  ...["ProgramData", "TEMP", "TMP"],
]

interface Opener {
  readonly program: string
  readonly arguments: readonly string[]
  /** Whether the program's exit code means that it failed. */
  readonly reportsFailure: boolean
}

const xdgOpen: Opener = { program: "xdg-open", arguments: [], reportsFailure: true }

// Not `start`, which is a command of the shell.
const rundll32: Opener = {
  program: "rundll32.exe",
  arguments: ["url.dll,FileProtocolHandler"],
  reportsFailure: false,
}

/** The programs that open a URL on each system, the preferred one first. */
const openers: Readonly<Record<string, readonly Opener[]>> = {
  darwin: [{ program: "open", arguments: [], reportsFailure: true }],
  win32: [rundll32],
  // The Windows that runs this Linux has the browser. Its programs are on PATH unless that is turned off.
  wsl: [
    { program: "wslview", arguments: [], reportsFailure: true },
    rundll32,
    { ...rundll32, program: "/mnt/c/Windows/System32/rundll32.exe" },
    xdgOpen,
  ],
  other: [xdgOpen],
}

/** An opener that still runs after this many milliseconds has opened something. */
const patience = 1_000

/**
 * Opens the system's browser. No shell sees the URL.
 *
 * @returns whether a program accepted the URL; no system reports whether a page appeared
 */
export async function openBrowser(text: string): Promise<boolean> {
  const url = parseUri(text)
  if (url === undefined || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) return false
  for (const opener of openers[systemOf(process.platform, kernelRelease())]!)
    if (await runOpener(opener, url.href)) return true
  return false
}

/** Which row of `openers` is for a system. WSL is a Linux whose kernel names Microsoft. */
export function systemOf(platform: string, kernel: string): string {
  if (platform === "linux" && kernel.toLowerCase().includes("microsoft")) return "wsl"
  return Object.hasOwn(openers, platform) ? platform : "other"
}

function kernelRelease(): string {
  try {
    return release()
  } catch {
    return "" // Deno without --allow-sys
  }
}

async function runOpener(opener: Opener, url: string): Promise<boolean> {
  const options = { stdio: "ignore", detached: true, shell: false, env: readEnvironment() } as const
  try {
    // Loaded here: a program whose user is signed in opens no browser.
    const { spawn } = await import("node:child_process")
    const child = spawn(opener.program, [...opener.arguments, url], ownProperties(options))
    child.unref()
    return await hasStarted(child, opener)
  } catch {
    return false // Deno without --allow-run
  }
}

/** False if the program does not exist or ends with an error, as xdg-open does without any browser. */
function hasStarted(child: ChildProcess, { reportsFailure }: Opener): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(true), patience)
    const end = (isOpen: boolean) => {
      clearTimeout(timer)
      resolve(isOpen)
    }
    child.once("error", () => end(false))
    child.once("exit", code => end(code === 0 || !reportsFailure))
  })
}

function readEnvironment(): Record<string, string> {
  const environment = Object.create(null) as Record<string, string>
  for (const name of passedOn) {
    const value = readGrantedVariable(name)
    if (value !== undefined) environment[name] = value
  }
  return environment
}
