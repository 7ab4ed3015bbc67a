import { spawn } from "node:child_process"
import { isLoopback, parseUri } from "../uri.ts"

/** What a browser needs of the environment. The rest may hold secrets, which a child process would inherit. */
const passedOn = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TMPDIR", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"],
  ...["XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"],
  ...["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "DESKTOP_SESSION", "DBUS_SESSION_BUS_ADDRESS", "SystemRoot", "windir"],
  ...["USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "ProgramFiles(x86)", "ProgramData", "TEMP", "TMP"],
]

const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  // Not `start`, which is a command of the shell.
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
}

/** Opens the system's browser; false where that did not work. No shell sees the URL. */
export async function openBrowser(text: string): Promise<boolean> {
  const url = parseUri(text)
  if (url === undefined || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) return false
  const [program, ...args] = [...(openers[process.platform] ?? ["xdg-open"]), url.href]
  try {
    const child = spawn(program!, args, { stdio: "ignore", detached: true, shell: false, env: readEnvironment() })
    child.unref()
    return await new Promise(resolve => {
      child.once("spawn", () => resolve(true))
      child.once("error", () => resolve(false))
    })
  } catch {
    return false // Deno without --allow-run
  }
}

function readEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const name of passedOn) {
    try {
      const value = process.env[name]
      if (value !== undefined) environment[name] = value
    } catch {
      // Deno without --allow-env for it: the browser goes without.
    }
  }
  return environment
}
