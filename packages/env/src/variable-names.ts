import { printPath } from "@client-secrets/source-kit"
import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"

/** Another library whose variables are read: Auth.js 5, or nuxt-auth-utils. */
export type EnvPreset = "authjs" | "nuxt"

/** The variables that a source looks at, and no other. */
export interface VariableNames {
  /** A whole file, as JSON or in base64; also the name of the systemd credential. */
  readonly whole: string
  /** The path of a whole file. */
  readonly file: string
  readonly clientId: string
  readonly clientSecret: string
  /** Undefined where the other library has none. */
  readonly redirectUris: string | undefined
  readonly authUri: string
  readonly tokenUri: string
}

const defaultName = "GOOGLE_CLIENT_SECRETS"

const presets: Readonly<Record<EnvPreset, Pick<VariableNames, "clientId" | "clientSecret" | "redirectUris">>> = {
  authjs: { clientId: "AUTH_GOOGLE_ID", clientSecret: "AUTH_GOOGLE_SECRET", redirectUris: undefined },
  nuxt: {
    clientId: "NUXT_OAUTH_GOOGLE_CLIENT_ID",
    clientSecret: "NUXT_OAUTH_GOOGLE_CLIENT_SECRET",
    redirectUris: "NUXT_OAUTH_GOOGLE_REDIRECT_URL",
  },
}

/**
 * The names that follow from one: `ACME_CLIENT_SECRETS` goes with `ACME_CLIENT_SECRETS_FILE`, `ACME_CLIENT_ID` and so on;
 * a name with another ending is itself the prefix.
 *
 * @throws {TypeError} for a name that is none, that is public, or for an unknown preset; it holds no name.
 */
export function variableNames(name: string = defaultName, preset?: EnvPreset): VariableNames {
  // The check of what is written above would take a tenth of the time of a program's first read.
  if (name !== defaultName) checkName(name)
  if (preset !== undefined && !Object.hasOwn(presets, preset)) throw new TypeError('preset is "authjs" or "nuxt".')
  const stem = name.replace(/(^|_)CLIENT_SECRETS$/, "")
  const prefix = stem === "" ? "" : `${stem}_`
  return {
    whole: name,
    file: `${name}_FILE`,
    clientId: `${prefix}CLIENT_ID`,
    clientSecret: `${prefix}CLIENT_SECRET`,
    redirectUris: `${prefix}REDIRECT_URIS`,
    authUri: `${prefix}AUTH_URI`,
    tokenUri: `${prefix}TOKEN_URI`,
    ...(preset && presets[preset]),
  }
}

function checkName(name: string): void {
  // The portable names of POSIX. What has another may be a value that was given for a name, and is not to be printed.
  if (typeof name !== "string" || !/^[A-Z_][A-Z\d_]{0,127}$/.test(name) || printPath(name) !== name) {
    throw new TypeError("name is a variable's, in capitals; bindingSource takes a value from anywhere else.")
  }
  if (publicPrefixes.some(prefix => name.startsWith(prefix))) {
    throw new TypeError("name begins with a prefix that puts it in the browser's code: a secret cannot be there.")
  }
}

/** The names under which a bundler would publish a variable. */
export function publicNamesOf(name: string): readonly string[] {
  // Nuxt puts its own prefix before every name.
  const own = name.replace(/^NUXT_/, "")
  return publicPrefixes.map(prefix => prefix + own)
}
