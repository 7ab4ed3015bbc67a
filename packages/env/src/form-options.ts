import type { ClientType } from "@client-secrets/core"
import { checkMaxBytes, describeType, ownOptions, ownProperty } from "@client-secrets/source-kit"
import { type EnvPreset, type VariableNames, variableNames } from "./variable-names.ts"

/** The endpoints of a client: `auth_uri` and `token_uri` of its file. */
export interface Endpoints {
  readonly authUri: string
  readonly tokenUri: string
}

/** The options that `envSource` and `dotenvSource` have in common. */
export interface FormOptions {
  /**
   * The variable that contains the whole file; the names of the others follow from it: `ACME_CLIENT_SECRETS` goes with
   * `ACME_CLIENT_SECRETS_FILE`, `ACME_CLIENT_ID`, `ACME_CLIENT_SECRET`, `ACME_REDIRECT_URIS`.
   * @default "GOOGLE_CLIENT_SECRETS"
   */
  readonly name?: string | undefined
  /** The client type of the split form; a whole file names its own. @default "web" */
  readonly type?: ClientType | undefined
  /**
   * The redirect URIs of the split form; then their variables are not read.
   * @default those of `GOOGLE_REDIRECT_URIS` (JSON, or separated by commas or white space), otherwise the one of
   * `GOOGLE_REDIRECT_URI`, otherwise an empty list
   */
  readonly redirectUris?: readonly string[] | undefined
  /**
   * The endpoints of the split form. `"env"` reads `GOOGLE_AUTH_URI` and `GOOGLE_TOKEN_URI`. Without this option it is an error
   * if they are set: anyone who can set a variable could have the secret sent elsewhere.
   * @default Google's
   */
  readonly endpoints?: Endpoints | "env" | undefined
  /** Reads the split form from the variables of another library: Auth.js, nuxt-auth-utils. @default none */
  readonly preset?: EnvPreset | undefined
  /** The largest file that is read, in bytes, where a variable names one. @default 65536 */
  readonly maxBytes?: number | undefined
}

/** The options, checked and with their defaults. */
export interface FormSettings {
  readonly names: VariableNames
  readonly type: ClientType | undefined
  readonly redirectUris: readonly string[] | undefined
  readonly endpoints: Endpoints | "env" | undefined
  readonly maxBytes: number
}

/** @throws {TypeError} for an option of the wrong type; it says what was received, and contains no value. */
export function checkFormOptions(options: FormOptions | undefined): FormSettings {
  const { name, type, redirectUris, endpoints, preset, maxBytes } = ownOptions(options)
  if (type !== undefined && type !== "web" && type !== "installed")
    throw wrongOption("type", '"web" or "installed"', type)
  if (redirectUris !== undefined && !isListOfStrings(redirectUris))
    throw wrongOption("redirectUris", "an array of strings", redirectUris)
  return {
    names: variableNames(name, preset),
    type,
    redirectUris: redirectUris && [...redirectUris],
    endpoints: checkEndpoints(endpoints),
    maxBytes: checkMaxBytes(maxBytes),
  }
}

function checkEndpoints(endpoints: FormOptions["endpoints"]): FormSettings["endpoints"] {
  if (endpoints === undefined || endpoints === "env") return endpoints
  const authUri = ownProperty(endpoints, "authUri")
  const tokenUri = ownProperty(endpoints, "tokenUri")
  // A single one would be combined with Google's other one: the code to one provider, the secret to another.
  if (typeof authUri !== "string" || typeof tokenUri !== "string") {
    throw wrongOption("endpoints", '"env", or an object with the strings authUri and tokenUri', endpoints)
  }
  return { authUri, tokenUri }
}

/** Names the option and the type of what was received. */
export function wrongOption(name: string, wanted: string, received: unknown): TypeError {
  return new TypeError(`The option ${name} must be ${wanted}; received ${describeType(received)}.`)
}

function isListOfStrings(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every(item => typeof item === "string")
}
