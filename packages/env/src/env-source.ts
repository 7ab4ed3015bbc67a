import type { SyncSource } from "@client-secrets/core"
import { ownOptions, runFileWork, runFileWorkSync, untilAborted } from "@client-secrets/source-kit"
import { ambientEnvironment } from "./ambient-environment.ts"
import { checkFormOptions, type FormOptions } from "./form-options.ts"
import { readForms } from "./read-forms.ts"
import { ownValue } from "./variables.ts"

/** Options of `envSource`. */
export interface EnvSourceOptions extends FormOptions {
  /** The variables, such as a Worker's `env`: texts, or what a JSON variable holds. @default `process.env`, when read */
  readonly env?: object | undefined
}

/**
 * Makes a source of environment variables: the whole file in one, or the client's members in several.
 *
 * Three forms, in this order: `GOOGLE_CLIENT_SECRETS` (JSON, or JSON in base64 or base64url) or the file that
 * `GOOGLE_CLIENT_SECRETS_FILE` names; the systemd credential `GOOGLE_CLIENT_SECRETS` in `$CREDENTIALS_DIRECTORY`; and the
 * split form `GOOGLE_CLIENT_ID`, `GOOGLE_CLIENT_SECRET`, `GOOGLE_REDIRECT_URIS`. A client is never put together of two
 * forms, and two complete ones that differ are an error. An empty variable counts as not set.
 *
 * It reads these variables when it is read, each by its name, and no `.env` file: `dotenvSource` does. A value that is
 * somewhere else, or is got by `get()`, is for `bindingSource`.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(envSource())
 * ```
 * @returns a source that throws `denied`, `unsupported` (no environment; a secret under a public prefix such as
 * `VITE_`), `invalid` (forms that contradict each other), and what reading a named file may throw.
 * @throws {TypeError} for an option that is not of its kind.
 */
export function envSource(options?: EnvSourceOptions): SyncSource {
  const { env } = ownOptions(options)
  if (env !== undefined && (typeof env !== "object" || env === null)) throw new TypeError("env is an object.")
  const settings = checkFormOptions(options)
  const work = () => readForms(env === undefined ? ambientEnvironment() : name => ownValue(env, name), settings)
  return {
    name: `env ${settings.names.whole}`,
    read: async context => untilAborted(context?.signal, async () => runFileWork(work())),
    readSync: () => runFileWorkSync(work()),
  }
}
