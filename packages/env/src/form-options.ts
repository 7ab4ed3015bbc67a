import type { ClientType } from "@client-secrets/core"
import { checkMaxBytes, ownOptions } from "@client-secrets/source-kit"
import { type EnvPreset, type VariableNames, variableNames } from "./variable-names.ts"

/** The endpoints of a client file: `auth_uri` and `token_uri`. */
export interface Endpoints {
  readonly authUri: string
  readonly tokenUri: string
}

/** What `envSource` and `dotenvSource` have in common. */
export interface FormOptions {
  /**
   * The variable that holds the whole file; the names of the others follow from it: `ACME_CLIENT_SECRETS` goes with
   * `ACME_CLIENT_SECRETS_FILE`, `ACME_CLIENT_ID`, `ACME_CLIENT_SECRET`, `ACME_REDIRECT_URIS`.
   * @default "GOOGLE_CLIENT_SECRETS"
   */
  readonly name?: string | undefined
  /** The client type of the split form; a whole file names its own. @default "web" */
  readonly type?: ClientType | undefined
  /** The redirect URIs of the split form; then their variable is not read. @default the variable's, divided by commas or white space */
  readonly redirectUris?: readonly string[] | undefined
  /**
   * The endpoints of the split form. `"env"` reads `GOOGLE_AUTH_URI` and `GOOGLE_TOKEN_URI`, which are otherwise an
   * error: who can set a variable could have the secret sent elsewhere.
   * @default Google's
   */
  readonly endpoints?: Endpoints | "env" | undefined
  /** Reads the split form from another library's variables: Auth.js, nuxt-auth-utils. @default none */
  readonly preset?: EnvPreset | undefined
  /** The largest file that is read, in bytes, where a variable names one. @default 65536 */
  readonly maxBytes?: number | undefined
}

/** The same, checked and complete. */
export interface FormSettings {
  readonly names: VariableNames
  readonly type: ClientType | undefined
  readonly redirectUris: readonly string[] | undefined
  readonly endpoints: Endpoints | "env" | undefined
  readonly maxBytes: number
}

/** @throws {TypeError} for an option that is not of its kind; it holds no value. */
export function checkFormOptions(options: FormOptions | undefined): FormSettings {
  const { name, type, redirectUris, endpoints, preset, maxBytes } = ownOptions(options)
  if (type !== undefined && type !== "web" && type !== "installed") throw new TypeError('type is "web" or "installed".')
  if (redirectUris !== undefined && !isTexts(redirectUris)) throw new TypeError("redirectUris is a list of texts.")
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
  const { authUri, tokenUri } = ownOptions(Object(endpoints) as Endpoints)
  // One alone would go with Google's other one: the code to one provider, the secret to another.
  if (typeof authUri !== "string" || typeof tokenUri !== "string") {
    throw new TypeError('endpoints is "env", or has an authUri and a tokenUri.')
  }
  return { authUri, tokenUri }
}

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every(item => typeof item === "string")
}
