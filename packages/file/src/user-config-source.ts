import {
  checkMaxBytes,
  describeType,
  type FileWork,
  nodeModule,
  ownGlobal,
  ownOptions,
  printPath,
  readVariable,
  refusal,
  sourceFailure,
} from "@client-secrets/source-kit"
import { appNameRule, isAppName } from "@client-secrets/source-kit/app-name"
import { adviseToPut, describeAbsence } from "./describe-absence.ts"
import type { FileSourceOptions } from "./file-source.ts"
import { fileName, findTrustedFile } from "./find-project-file.ts"
import { absent, type FileFinding, type FileSource, found, sourceOfFiles } from "./source-of-files.ts"

/**
 * Makes a source that reads `client_secrets.json` from the user's configuration folder of a program: for command lines and
 * MCP servers, which may be started in any folder.
 *
 * The file is `$XDG_CONFIG_HOME/APP/client_secrets.json` (otherwise below `~/.config`), on macOS
 * `~/Library/Application Support/APP/client_secrets.json`, on Windows `%APPDATA%\\APP\\client_secrets.json`. As in a search, it
 * must belong to this process's user or root, and nobody else may be able to write it or its folder.
 *
 * Reading throws as with `fileSource`.
 *
 * @example
 * ```ts
 * const source = firstOf(envSource(), userConfigSource("my-program"))
 * ```
 * @param app the program's name: the name of its folder
 * @throws {TypeError} for a name that cannot be that of a folder, or an option of the wrong type
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function userConfigSource(app: string, options?: FileSourceOptions): FileSource {
  try {
    return makeSource(app, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    app = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(app: string, options?: FileSourceOptions): FileSource {
  requireAppName(app)
  const maxBytes = checkMaxBytes(ownOptions(options).maxBytes)
  return sourceOfFiles(`user configuration ${printPath(app)}`, () => readUserConfig(app, maxBytes))
}

/**
 * The path of the file that `userConfigSource` reads, whether or not it exists: for a program that puts it there.
 *
 * @param app the program's name
 * @throws {TypeError} for a name that cannot be that of a folder
 */
export function userConfigPath(app: string): string {
  try {
    return pathOf(app)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    app = undefined as never
    throw refusal(thrown)
  }
}

function pathOf(app: string): string {
  requireAppName(app)
  return nodeModule<PathModule>("node:path").join(userConfigFolder(), app, fileName)
}

function requireAppName(app: unknown): void {
  if (isAppName(app)) return
  throw new TypeError(`app must be ${appNameRule}; received ${describeType(app)}.`)
}

function* readUserConfig(app: string, maxBytes: number): FileWork<FileFinding> {
  const folder = nodeModule<PathModule>("node:path").join(userConfigFolder(), app)
  const document = yield* findTrustedFile([folder], maxBytes)
  if (document !== undefined) return found(document)
  return absent(yield* describeAbsence({ folders: [folder], name: fileName, remedy: adviseToPut("into", folder) }))
}

interface PathModule {
  join(...parts: string[]): string
  isAbsolute(path: string): boolean
}

/** The folder in which programs keep this user's settings. */
function userConfigFolder(): string {
  const { join, isAbsolute } = nodeModule<PathModule>("node:path")
  const platform = ownGlobal<{ readonly platform?: string }>("process")?.platform
  if (platform === "darwin") return join(homeFolder(), "Library", "Application Support")
  const configured = readVariable(platform === "win32" ? "APPDATA" : "XDG_CONFIG_HOME")
  // The specification: a relative path is to be ignored.
  if (configured !== undefined && isAbsolute(configured)) return configured
  return platform === "win32" ? join(homeFolder(), "AppData", "Roaming") : join(homeFolder(), ".config")
}

function homeFolder(): string {
  try {
    return nodeModule<{ homedir(): string }>("node:os").homedir()
  } catch {
    throw sourceFailure(
      "denied",
      "Deno: run with --allow-sys=homedir, so that the user's configuration folder can be found.",
    )
  }
}
