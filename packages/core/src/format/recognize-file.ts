import { findReference } from "../../../source-kit/src/references.ts"
import type { ClientType } from "./client-secrets.ts"
import type { Finding } from "./finding.ts"
import { clientTypes } from "./members.ts"

/** Another kind of file, known by a signature that only it has. **No name is better than a wrong name.** */
interface OtherKind {
  /** What it is, in one sentence. */
  readonly message: string
  /** What to do. */
  readonly advice: string
}

interface TextKind extends OtherKind {
  looksLike(text: string): boolean
}

interface ObjectKind extends OtherKind {
  /** Whether an object is of this kind; `has` asks for an own member. */
  looksLike(has: (name: string) => boolean, object: Readonly<Record<string, unknown>>): boolean
}

const createClient =
  "Create an OAuth client ID in the Google Cloud console (APIs & Services > Credentials) and download its JSON."
const saveTheInside = (member: string): string =>
  `Save only what is in ${member} as the file, or read the store with a source.`

/** Texts that are not JSON, or JSON of something else, by how they begin. The first that matches names it. */
const textKinds: readonly TextKind[] = [
  {
    message: "This is a private key or a certificate, not an OAuth client.",
    advice: createClient,
    looksLike: text =>
      text.startsWith("-----BEGIN ") && !text.startsWith("-----BEGIN PGP") && !text.startsWith("-----BEGIN AGE"),
  },
  {
    message: "This file is encrypted (PGP or age).",
    advice: "Decrypt it first.",
    looksLike: text => startsWithAny(text, ["-----BEGIN PGP", "-----BEGIN AGE", "age-encryption.org/"]),
  },
  {
    message: "This is a property list (plist), as for iOS apps.",
    advice: createClient,
    looksLike: text => text.startsWith("bplist") || (text.startsWith("<") && text.includes("<plist")),
  },
  {
    message: "This is HTML: a web page was saved instead of the file.",
    advice: "Sign in to the console and download the JSON again.",
    looksLike: text => startsWithAny(text.slice(0, 15).toLowerCase(), ["<!", "<html", "<head", "<body"]),
  },
  {
    message: "This is XML, not JSON.",
    advice: "Download the OAuth client's JSON again.",
    looksLike: text => text.startsWith("<?xml"),
  },
  {
    message: "This is an RTF document of a word processor.",
    advice: "Save it as plain text, or download the JSON again.",
    looksLike: text => text.startsWith("{\\rtf"),
  },
  {
    message: "This is JSON inside a JSON string: it was encoded twice.",
    advice: "Decode it once more before you store it.",
    looksLike: text => /^"?\{\s*\\|^"\{/.test(text),
  },
  {
    message: "This is YAML, not JSON.",
    advice: "Convert it to JSON, or download the OAuth client's JSON again.",
    looksLike: text => /^(?:---\s|(?:web|installed|apiVersion|kind|client_config\w*):\s)/.test(text),
  },
  {
    message: "This is a dotenv file (NAME=value).",
    advice: "Read it with dotenvSource, or load it into the environment and use envSource.",
    looksLike: text => /^(?:#[^\n]*\n\s*)*(?:export )?[A-Za-z_]\w*\s*=[^=]/.test(text),
  },
  {
    message: "This is an INI or TOML file, such as a configuration of rclone.",
    advice: "Download the OAuth client's JSON again.",
    looksLike: text => /^\[[\w .-]+\]\s*\n\s*\w+\s*=/.test(text),
  },
  {
    message: "This is base64.",
    advice: "Decode it first. Sources that read variables or stores decode it only if it holds a whole client file.",
    // The first two characters of base64 of `{` and a quote or white space.
    looksLike: text => /^(?:ew|ey)[\w+/\s-]+=*$/.test(text),
  },
  {
    message: "This is the path of a file, not its content.",
    advice: "Read the file first, or use fileSource(path).",
    looksLike: isPath,
  },
  {
    message: "This is an address, not the file that it leads to.",
    advice: "Use fetchSource(url).",
    looksLike: text => /^https?:\/\/\S+$/.test(text),
  },
  {
    message: "This is a client secret, not a whole client file.",
    advice: "Pass the file's content. For a secret on its own use secretSource().",
    looksLike: text => /^GOCSPX-\S+$/.test(text),
  },
  {
    message: "This is a client id, not a whole client file.",
    advice: "Pass the content of the JSON that the console lets you download.",
    looksLike: text => /^\S+\.apps\.googleusercontent\.com$/.test(text),
  },
  {
    message: "This is a printed object of a program, not JSON.",
    advice: "Write it with JSON.stringify, or download the JSON again.",
    looksLike: text => text.startsWith("map[") || text.startsWith("[object ") || /^\{\s*"\w+"\s*=>/.test(text),
  },
  {
    message: "This is an error message of a command, not a file.",
    advice: "Run the command by itself to see what failed.",
    looksLike: text => /^(?:cat|curl|gcloud|aws|vault|base64|op): /.test(text),
  },
]

/** Objects, by members that only they have. The first that matches names it. */
const objectKinds: readonly ObjectKind[] = [
  {
    message: "This is a service account key, not an OAuth client.",
    advice: createClient,
    looksLike: (has, { type }) => type === "service_account" || has("private_key"),
  },
  {
    message: "This is an external account (workload identity) configuration, not an OAuth client.",
    advice: createClient,
    looksLike: (has, { type }) =>
      type === "external_account" || has("subject_token_type") || has("service_account_impersonation_url"),
  },
  {
    message: "This file holds an authorized user or a saved token, not an OAuth client.",
    advice:
      "Use the client file that the token was obtained with. The program that saved the token probably has its path.",
    looksLike: (has, { type }) =>
      type === "authorized_user" || has("refresh_token") || has("access_token") || has("token_response"),
  },
  {
    message: "This is google-services.json of an Android app, not an OAuth client.",
    advice: createClient,
    looksLike: has => has("project_info"),
  },
  {
    message: "This is a Firebase web configuration, not an OAuth client.",
    advice: createClient,
    looksLike: has => has("apiKey") && (has("authDomain") || has("projectId") || has("appId")),
  },
  {
    message: "This is a discovery document of a provider (OpenID Connect), not an OAuth client.",
    advice: "Register a client with this provider and save its id and secret in a client file.",
    looksLike: has => has("authorization_endpoint") && has("issuer"),
  },
  {
    message: "This is the response of a client registration (RFC 7591), not a client file.",
    advice:
      'Put its client_id, client_secret and redirect_uris below "web" or "installed", with auth_uri and token_uri.',
    looksLike: has => has("client_id_issued_at") || has("registration_client_uri"),
  },
  {
    message: "This is keycloak.json, an adapter configuration of Keycloak.",
    advice:
      'Write a client file: "client_id" is its resource, "client_secret" is credentials.secret, and the endpoints are below auth-server-url/realms/REALM/protocol/openid-connect.',
    looksLike: has => has("auth-server-url") && (has("resource") || has("realm")),
  },
  {
    message: "This is the answer of AWS Secrets Manager, not the secret in it.",
    advice: saveTheInside("SecretString"),
    looksLike: has => has("SecretString") || has("SecretBinary"),
  },
  {
    message: "This is the answer of Google Secret Manager, not the secret in it.",
    advice: saveTheInside("payload.data (it is base64)"),
    looksLike: (has, { payload }) => has("name") && ownMember(payload, "data") !== undefined,
  },
  {
    message: "This is the answer of Vault, not the secret in it.",
    advice: saveTheInside("data.data"),
    looksLike: (has, { data }) => has("lease_id") || (has("request_id") && data !== undefined),
  },
  {
    message: "This is a Kubernetes Secret, not the file in it.",
    advice: saveTheInside("data (it is base64)"),
    looksLike: (has, { kind }) => kind === "Secret" && (has("data") || has("stringData")),
  },
  {
    message: "This is the answer of Azure Key Vault, not the secret in it.",
    advice: saveTheInside("value"),
    looksLike: (has, { id }) => has("value") && typeof id === "string" && id.includes(".vault.azure.net/"),
  },
  {
    message: "This is an item of 1Password, not the file in it.",
    advice: saveTheInside("the item's field"),
    looksLike: has => has("vault") && has("fields"),
  },
  {
    message: "This is a service principal of Azure, not an OAuth client file.",
    advice:
      "Register a web application in Microsoft Entra ID and write a client file with its id, secret and endpoints.",
    looksLike: has => (has("appId") && has("tenant")) || (has("clientId") && has("tenantId") && has("clientSecret")),
  },
  {
    message: "This is an error answer of a tool or a server, not a file.",
    advice: "Run the command that wrote it by itself to see what failed.",
    looksLike: (has, { error }) => error !== undefined && !has("client_id"),
  },
  {
    message: "This file is encrypted by sops.",
    advice: "Decrypt it with `sops decrypt`.",
    looksLike: (has, { sops }) => ownMember(sops, "mac") !== undefined && !has("client_id"),
  },
  {
    message: "This is only the inside of a client file.",
    advice: 'Wrap it: {"web": {…}} for a web application, {"installed": {…}} for a desktop program or command line.',
    looksLike: has => has("client_id") || has("clientId") || has("client_secret") || has("clientSecret"),
  },
]

/** Names that people write for a client type. */
const typeSlips: ReadonlyMap<string, ClientType> = new Map([
  ["web", "web"],
  ["webapp", "web"],
  ["web_app", "web"],
  ["web_application", "web"],
  ["installed", "installed"],
  ["desktop", "installed"],
  ["native", "installed"],
  ["cli", "installed"],
  ["other", "installed"],
])

const noType: Finding = { code: "no_client_type", path: [], meant: undefined, isInside: false }

/** Says what a text that is not JSON is; `undefined` where no signature matches. */
export function recognizeText(text: string): Finding | undefined {
  const value = text.trim()
  const reference = findReference(value)
  if (reference !== undefined) return { code: "unresolved", path: [], ...pick(reference) }
  const kind = textKinds.find(({ looksLike }) => looksLike(value))
  return kind && { code: "wrong_kind", path: [], message: kind.message, advice: kind.advice }
}

/** Says what a parsed document without a client type is. */
export function recognizeValue(root: unknown): Finding {
  if (typeof root === "string") return recognizeText(`"${root}`) ?? noType
  if (Array.isArray(root))
    return {
      code: "wrong_kind",
      path: [],
      message: "This is a list, not a client file.",
      advice: 'Save only the object with "web" or "installed" as the file.',
    }
  if (typeof root !== "object" || root === null) return noType
  const object = root as Readonly<Record<string, unknown>>
  const near = findClient(object)
  if (near !== undefined) return near
  const kind = objectKinds.find(({ looksLike }) => looksLike(name => Object.hasOwn(object, name), ownView(object)))
  if (kind === undefined) return noType
  return { code: "wrong_kind", path: [], message: kind.message, advice: kind.advice }
}

/** Finds a client under another name, `{"Web": …}`, or one level too deep. */
function findClient(object: Readonly<Record<string, unknown>>): Finding | undefined {
  for (const name of Object.keys(object).slice(0, 20)) {
    const value = object[name]
    const meant = typeSlips.get(name.toLowerCase())
    if (meant !== undefined && ownMember(value, "client_id") !== undefined)
      return { code: "no_client_type", path: [name], meant, isInside: false }
    const type = clientTypes.find(type => ownMember(ownMember(value, type), "client_id") !== undefined)
    if (type !== undefined) return { code: "no_client_type", path: [name], meant: type, isInside: true }
  }
  return undefined
}

function ownMember(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

/** The members that the table asks for by value; own ones only. */
function ownView(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null), object)
}

function pick({ kind, advice }: { readonly kind: string; readonly advice: string }): { kind: string; advice: string } {
  return { kind, advice }
}

function isPath(text: string): boolean {
  if (text.includes("\n") || text.includes("{") || text.includes('"')) return false
  if (startsWithAny(text, ["/*", "//"])) return false
  return (
    startsWithAny(text, ["/", "./", "../", "~/", "file:/"]) || /^[A-Za-z]:\\/.test(text) || /^[^=]+\.json$/.test(text)
  )
}

function startsWithAny(text: string, beginnings: readonly string[]): boolean {
  return beginnings.some(beginning => text.startsWith(beginning))
}
