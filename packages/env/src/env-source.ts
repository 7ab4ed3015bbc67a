import type { SyncSource } from "@client-secrets/core"
import { ownOptions, ownProperty, refusal } from "@client-secrets/source-kit"
import { ambientEnvironment, ambientNames } from "./ambient-environment.ts"
import { explainAbsence } from "./explain-absence.ts"
import { checkFormOptions, type FormOptions, wrongOption } from "./form-options.ts"
import { hide, reveal } from "./hidden.ts"
import { readForms, wantsOf } from "./read-forms.ts"
import { sourceOfVariables } from "./source-of-variables.ts"

/** Options of `envSource`. */
export interface EnvSourceOptions extends FormOptions {
  /** The variables, such as a Worker's `env`: strings, or the value of a JSON variable. @default `process.env`, at each read */
  readonly env?: object | undefined
}

/**
 * Makes a source that reads a client from environment variables: the whole file in one, or its members in several.
 *
 * It knows three forms. The first one that is complete is used:
 * 1. `GOOGLE_CLIENT_SECRETS` (JSON, or JSON in base64), or the file that `GOOGLE_CLIENT_SECRETS_FILE` names
 * 2. the systemd credential `GOOGLE_CLIENT_SECRETS` in `$CREDENTIALS_DIRECTORY`
 * 3. the split form: `GOOGLE_CLIENT_ID`, `GOOGLE_CLIENT_SECRET` and, if it is known, `GOOGLE_REDIRECT_URIS`
 *
 * A client is never put together from two forms, and two complete ones that contradict each other are an error. Half of a split
 * form does not end a chain: it is used where no later source has a document. An empty variable counts as not set.
 *
 * Variables are read at each read, each by its name. A `.env` file is not read: `dotenvSource` does that. For a value that is
 * somewhere else, or that `get()` returns, use `bindingSource`.
 *
 * Reading throws `denied`, `unsupported` (no environment; a secret under a public prefix such as `VITE_`), `invalid` (forms
 * that contradict each other), and what reading a named file throws.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(envSource())
 * ```
 * @throws {TypeError} for an option of the wrong type
 */
export function envSource(options?: EnvSourceOptions): SyncSource {
  try {
    return makeSource(options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(options?: EnvSourceOptions): SyncSource {
  const given = ownOptions(options).env
  if (given !== undefined && (typeof given !== "object" || given === null))
    throw wrongOption("env", "an object of variables", given)
  const settings = checkFormOptions(options)
  if (given === undefined) {
    return sourceOfVariables(
      `env ${settings.names.whole}`,
      context => readForms(ambientEnvironment(), settings, context),
      context => explainAbsence({ present: ambientNames(), settings, wants: wantsOf(context), file: undefined }),
    )
  }
  const env = hide(given)
  return sourceOfVariables(
    `env ${settings.names.whole}`,
    context => readForms(name => ownProperty(reveal(env), name), settings, context),
    context =>
      explainAbsence({ present: Object.keys(reveal(env)), settings, wants: wantsOf(context), file: undefined }),
  )
}
