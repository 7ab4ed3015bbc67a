import { describeType, looksSecret } from "@client-secrets/source-kit"
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
  /** Undefined if the other library has none. */
  readonly redirectUris: string | undefined
  /** The name in programs with a single redirect URI. Undefined if the other library has none. */
  readonly redirectUri: string | undefined
  readonly authUri: string
  readonly tokenUri: string
  /** Whether the names of the split form imply that it is a client of Google's. */
  readonly impliesGoogle: boolean
}

export const defaultName = "GOOGLE_CLIENT_SECRETS"

type PresetNames = Pick<VariableNames, "clientId" | "clientSecret" | "redirectUris" | "redirectUri">

const presets: Readonly<Record<EnvPreset, PresetNames>> = {
  authjs: {
    clientId: "AUTH_GOOGLE_ID",
    clientSecret: "AUTH_GOOGLE_SECRET",
    redirectUris: undefined,
    redirectUri: undefined,
  },
  nuxt: {
    clientId: "NUXT_OAUTH_GOOGLE_CLIENT_ID",
    clientSecret: "NUXT_OAUTH_GOOGLE_CLIENT_SECRET",
    redirectUris: "NUXT_OAUTH_GOOGLE_REDIRECT_URL",
    redirectUri: undefined,
  },
}

/**
 * Returns the names that follow from one: `ACME_CLIENT_SECRETS` goes with `ACME_CLIENT_SECRETS_FILE`, `ACME_CLIENT_ID` and so
 * on. A name with another ending is itself the prefix.
 *
 * @throws {TypeError} for an invalid name of a variable, for one that bundlers publish, and for an unknown preset; it does
 * not contain the name
 */
export function variableNames(name: string = defaultName, preset?: EnvPreset): VariableNames {
  checkName(name)
  if (preset !== undefined && (typeof preset !== "string" || !Object.hasOwn(presets, preset)))
    throw new TypeError(`The option preset must be "authjs" or "nuxt"; received ${describeType(preset)}.`)
  const stem = name.replace(/(^|_)CLIENT_SECRETS$/, "")
  const prefix = stem === "" ? "" : `${stem}_`
  return {
    whole: name,
    file: `${name}_FILE`,
    clientId: `${prefix}CLIENT_ID`,
    clientSecret: `${prefix}CLIENT_SECRET`,
    redirectUris: `${prefix}REDIRECT_URIS`,
    redirectUri: `${prefix}REDIRECT_URI`,
    authUri: `${prefix}AUTH_URI`,
    tokenUri: `${prefix}TOKEN_URI`,
    impliesGoogle: prefix === "GOOGLE_" || preset !== undefined,
    ...(preset && presets[preset]),
  }
}

function checkName(name: string): void {
  if (!isVariableName(name)) {
    throw new TypeError(
      `The option name must be the name of a variable in capitals, such as ACME_CLIENT_SECRETS; received ${describeType(name)}. For a value from anywhere else use bindingSource().`,
    )
  }
  if (publicPrefixes.some(prefix => name.startsWith(prefix))) {
    throw new TypeError(
      "The option name begins with a prefix that bundlers put into the browser's code. Use another name for a secret.",
    )
  }
}

/** Whether a string is a name in the portable characters of POSIX, and not a value that was passed in place of one. */
export function isVariableName(name: unknown): name is string {
  return typeof name === "string" && /^[A-Z_][A-Z\d_]{0,127}$/.test(name) && !looksSecret(name)
}

/** The names under which a bundler would publish a variable. */
export function publicNamesOf(name: string): readonly string[] {
  // Nuxt puts its own prefix before every name.
  const own = name.replace(/^NUXT_/, "")
  return publicPrefixes.map(prefix => prefix + own)
}
