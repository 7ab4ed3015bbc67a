import type { ClientSecretsIssueCode } from "@client-secrets/core"
import { documentOf } from "./subjects.ts"

/** A file of a kind that is missing in the corpus, and the contract's decision about it. */
export interface Invented {
  readonly name: string
  /** The file, with this secret. */
  make(secret: string): string | Uint8Array
  /** The codes of its errors in their order, each once; none if it is accepted. */
  readonly errors?: readonly ClientSecretsIssueCode[]
  /** The codes of its warnings, in the same form. */
  readonly warnings?: readonly ClientSecretsIssueCode[]
  /** What the first error's message names: another kind of file, or the correct name. */
  readonly says?: RegExp
}

type Change = (document: string, secret: string) => string | Uint8Array

const google = ["auth_uri", "token_uri"] as const
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A file with changed members; `undefined` removes one. */
const withMembers = (more: Readonly<Record<string, unknown>>) => (secret: string) => documentOf(secret, more)

/** A file with a changed text. */
const changed = (change: Change) => (secret: string) => change(documentOf(secret), secret)

/** Another kind of file, with these members. */
const other = (members: (secret: string) => unknown) => (secret: string) => JSON.stringify(members(secret))

const renamed = (from: string, to: string) => changed(document => document.replace(`"${from}"`, `"${to}"`))

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  if (mark) units.unshift(0xfeff)
  return Uint8Array.from(units.flatMap(unit => (bigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])))
}

const encodings: readonly Invented[] = [
  { name: "UTF-16BE with BOM", make: changed(text => utf16(text, true, true)) },
  { name: "UTF-16BE without BOM", make: changed(text => utf16(text, true, false)), errors: ["not_json"] },
  {
    name: "UTF-16LE with BOM, cut inside a character",
    make: changed(text => utf16(text, false, true).slice(0, -1)),
    errors: ["encoding"],
  },
  {
    name: "UTF-16LE with BOM and an unpaired surrogate",
    make: changed(text => utf16(text.replace("conformance", "\ud800"), false, true)),
    errors: ["encoding"],
  },
  {
    name: "UTF-16LE with a UTF-8 BOM before it",
    make: changed(text => Uint8Array.from([0xef, 0xbb, 0xbf, ...utf16(text, false, false)])),
    errors: ["not_json"],
  },
  {
    name: "UTF-32BE with BOM",
    make: changed(text =>
      Uint8Array.from([0, 0, 0xfe, 0xff, ...Array.from(text).flatMap(one => [0, 0, 0, one.charCodeAt(0)])]),
    ),
    errors: ["encoding"],
  },
  {
    name: "UTF-7",
    make: changed(text => `+/v8-${text.replaceAll("{", "+AHs-")}`),
    errors: ["not_json"],
  },
  { name: "two UTF-8 BOMs", make: changed(text => utf8(`\ufeff\ufeff${text}`)), errors: ["not_json"] },
  { name: "two UTF-16 BOMs", make: changed(text => utf16(`\ufeff${text}`, false, true)), errors: ["not_json"] },
  {
    name: "UTF-16BE with a pair of surrogates",
    make: secret => utf16(documentOf(secret, { project_id: "🔑" }), true, true),
  },
  {
    name: "a code point above the last",
    make: changed(text =>
      Uint8Array.from([...utf8(text.slice(0, 30)), 0xf4, 0x90, 0x80, 0x80, ...utf8(text.slice(30))]),
    ),
    errors: ["encoding"],
  },
  { name: "EBCDIC", make: () => Uint8Array.of(0xc0, 0x7f, 0xa6, 0x85, 0x82, 0x7f), errors: ["encoding"] },
  { name: "a UTF-8 BOM before a text", make: changed(text => `\ufeff${text}`) },
  { name: "only a UTF-8 BOM", make: () => utf8("\ufeff"), errors: ["no_input"] },
  { name: "only a UTF-16 BOM", make: () => Uint8Array.of(0xff, 0xfe), errors: ["no_input"] },
  {
    name: "a truncated UTF-8 BOM",
    make: changed(text => Uint8Array.from([0xef, 0xbb, ...utf8(text)])),
    errors: ["encoding"],
  },
  { name: "a UTF-8 BOM after the object", make: changed(text => utf8(`${text}\ufeff`)), errors: ["not_json"] },
  {
    name: "an overlong slash",
    make: changed(text => Uint8Array.from([...utf8(text.slice(0, 30)), 0xc0, 0xaf, ...utf8(text.slice(30))])),
    errors: ["encoding"],
  },
  {
    name: "a surrogate in UTF-8 (CESU-8)",
    make: changed(text => Uint8Array.from([...utf8(text.slice(0, 30)), 0xed, 0xa0, 0x80, ...utf8(text.slice(30))])),
    errors: ["encoding"],
  },
  { name: "gzip", make: () => Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b), errors: ["encoding"] },
  { name: "zip", make: () => Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0), errors: ["not_json"] },
  { name: "no bytes", make: () => new Uint8Array(0), errors: ["no_input"] },
  { name: "only NUL bytes", make: () => new Uint8Array(64), errors: ["not_json"] },
  { name: "only line breaks", make: () => "\r\n\r\n", errors: ["no_input"] },
  { name: "CR LF line ends", make: changed(text => text.replaceAll(",", ",\r\n").replaceAll("{", "{\r\n")) },
  { name: "tabs and line feeds", make: changed(text => `\n\t${text.replaceAll('":', '"\t:\n')}\n`) },
  {
    name: "a line separator between members",
    make: changed(text => text.replace(",", ",\u2028")),
    errors: ["not_json"],
  },
  { name: "a zero-width space before the object", make: changed(text => `\u200b${text}`), errors: ["not_json"] },
  {
    name: "an ideographic space between members",
    make: changed(text => text.replace(",", ",\u3000")),
    errors: ["not_json"],
  },
  { name: "a vertical tab between members", make: changed(text => text.replace(",", ",\u000b")), errors: ["not_json"] },
  { name: "Ctrl-Z at the end", make: changed(text => `${text}\u001a`), errors: ["not_json"] },
]

const syntax: readonly Invented[] = [
  { name: "a comment at the end", make: changed(text => `${text}\n// the end`), errors: ["not_json"] },
  { name: "an HTML comment", make: changed(text => `<!-- ${text} -->`), errors: ["wrong_kind"], says: /HTML/ },
  { name: "a leading comma", make: changed(text => text.replace("{", "{,")), errors: ["not_json"] },
  { name: "two commas", make: changed(text => text.replace(",", ",,")), errors: ["not_json"] },
  { name: "a comma after the object", make: changed(text => `${text},`), errors: ["not_json"] },
  { name: "a semicolon after the object", make: changed(text => `${text};`), errors: ["not_json"] },
  { name: "an equals sign for a colon", make: changed(text => text.replace(":", "=")), errors: ["not_json"] },
  { name: "a JavaScript module", make: changed(text => `export default ${text}`), errors: ["not_json"] },
  { name: "a CommonJS module", make: changed(text => `module.exports = ${text}`), errors: ["not_json"] },
  { name: "JSONP", make: changed(text => `callback(${text})`), errors: ["not_json"] },
  { name: "in parentheses", make: changed(text => `(${text})`), errors: ["not_json"] },
  { name: "in a list", make: changed(text => `[${text}]`), errors: ["wrong_kind"] },
  { name: "JSON lines", make: changed(text => `${text}\n${text}\n`), errors: ["not_json"] },
  { name: "a JSON text sequence", make: changed(text => `\u001e${text}\n`), errors: ["not_json"] },
  { name: "a server-sent event", make: changed(text => `data: ${text}\n\n`), errors: ["not_json"] },
  { name: "a HTTP answer", make: changed(text => `HTTP/1.1 200 OK\r\n\r\n${text}`), errors: ["not_json"] },
  { name: "cut in a name", make: changed(text => text.slice(0, 12)), errors: ["not_json"] },
  { name: "cut in an escape", make: changed(text => `${text.slice(0, 30)}\\u00`), errors: ["not_json"] },
  { name: "cut after the client", make: changed(text => text.slice(0, -1)), errors: ["not_json"] },
  {
    name: "cut in the secret",
    make: changed((text, secret) => text.slice(0, text.indexOf(secret) + 9)),
    errors: ["not_json"],
  },
  { name: "cut after a colon", make: changed(text => text.slice(0, text.indexOf(":") + 1)), errors: ["not_json"] },
  { name: "a brace too few at the start", make: changed(text => text.slice(1)), errors: ["not_json"] },
  { name: "backticks for quotes", make: changed(text => text.replaceAll('"', "`")), errors: ["not_json"] },
  {
    name: "undefined as a value",
    make: changed(text => text.replace("}}", ',"project_id":undefined}}')),
    errors: ["not_json"],
  },
  { name: "True of Python", make: changed(text => text.replace("}}", ',"public":True}}')), errors: ["not_json"] },
  {
    name: "a hexadecimal number",
    make: changed(text => text.replace("}}", ',"version":0x10}}')),
    errors: ["not_json"],
  },
  { name: "a number with a plus", make: changed(text => text.replace("}}", ',"version":+1}}')), errors: ["not_json"] },
  {
    name: "a number that ends in a dot",
    make: changed(text => text.replace("}}", ',"version":1.}}')),
    errors: ["not_json"],
  },
  {
    name: "a number that begins with a dot",
    make: changed(text => text.replace("}}", ',"version":.5}}')),
    errors: ["not_json"],
  },
  {
    name: "a number without an exponent",
    make: changed(text => text.replace("}}", ',"version":1e}}')),
    errors: ["not_json"],
  },
  { name: "only a minus", make: changed(text => text.replace("}}", ',"version":-}}')), errors: ["not_json"] },
  { name: "minus zero and an exponent", make: changed(text => text.replace("}}", ',"version":[-0,1E+2,1e-400]}}')) },
  {
    name: "a number of 10,000 digits",
    make: changed(text => text.replace("}}", `,"version":${"9".repeat(10_000)}}}`)),
  },
  { name: "a number above 2^53", make: changed(text => text.replace("}}", ',"project_number":9007199254740993}}')) },
  {
    name: "an escape of three digits",
    make: changed(text => text.replace("conformance", "\\u00e")),
    errors: ["not_json"],
  },
  {
    name: "an escaped single quote",
    make: changed(text => text.replace("conformance", "it\\'s")),
    errors: ["not_json"],
  },
  { name: "a raw tab in a string", make: changed(text => text.replace("conformance", "a\tb")), errors: ["not_json"] },
  { name: "escaped slashes, as PHP writes them", make: changed(text => text.replaceAll("/", "\\/")) },
  {
    name: "every letter escaped",
    make: changed((text, secret) =>
      text.replace(secret, Array.from(secret, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")),
    ),
  },
]

const members: readonly Invented[] = [
  ...["client_id", "client_secret", ...google].flatMap((name): Invented[] => [
    ...[0, 1.5, true, [], {}, ["https://a.example/"], { value: "x" }].map(
      (value): Invented => ({
        name: `${name} is ${JSON.stringify(value)}`,
        make: withMembers({ [name]: value }),
        errors: ["wrong_type"],
      }),
    ),
    { name: `${name} is null`, make: withMembers({ [name]: null }), errors: ["wrong_type"] },
    { name: `${name} is missing`, make: withMembers({ [name]: undefined }), errors: ["missing"] },
  ]),
  ...["", 0, false, {}, { 0: "https://a.example/" }, [null], [1], [[]], [{}], [""], ["https://a.example/", null]].map(
    (value): Invented => ({
      name: `redirect_uris is ${JSON.stringify(value)}`,
      make: withMembers({ redirect_uris: value }),
      errors: (value as unknown[])[0] === "" ? ["empty"] : ["wrong_type"],
    }),
  ),
  ...["client_email", "auth_provider_x509_cert_url", "client_x509_cert_url"].flatMap((name): Invented[] => [
    { name: `${name} is null`, make: withMembers({ [name]: null }) },
    { name: `${name} is empty`, make: withMembers({ [name]: "" }) },
    { name: `${name} is a number`, make: withMembers({ [name]: 1 }), errors: ["wrong_type"] },
    { name: `${name} is a list`, make: withMembers({ [name]: ["https://a.example/"] }), errors: ["wrong_type"] },
    { name: `${name} is an empty list`, make: withMembers({ [name]: [] }), errors: ["wrong_type"] },
    { name: `${name} has a length`, make: withMembers({ [name]: { length: 0 } }), errors: ["wrong_type"] },
  ]),
  ...["project_id", "javascript_origins", "universe_domain", "revoke_uri"].map(
    (name): Invented => ({
      name: `${name} of another type is unknown`,
      make: withMembers({ [name]: { deep: [1] } }),
      warnings: ["mistyped_member"],
    }),
  ),
  {
    name: "javascript_origins with an empty entry",
    make: withMembers({ javascript_origins: [""] }),
    errors: ["empty"],
  },
  { name: "javascript_origins without an entry", make: withMembers({ javascript_origins: [] }) },
  {
    name: "javascript_origins without a scheme",
    make: withMembers({ javascript_origins: ["app.example.com"] }),
    errors: ["invalid_uri"],
  },
  { name: "a secret of one letter", make: () => documentOf("x") },
  { name: "a secret of 100,000 letters", make: secret => documentOf(secret.repeat(3_125)) },
  {
    name: "a secret of letters of another script",
    make: secret => documentOf(`пароль-${secret}`),
    errors: ["foreign_character"],
  },
  { name: "a secret with a space inside", make: secret => documentOf(`${secret} ${secret}`) },
  {
    name: "a secret with a no-break space inside",
    make: secret => documentOf(`${secret}\u00a0${secret}`),
    errors: ["foreign_character"],
  },
  {
    name: "a secret with a zero-width joiner inside",
    make: secret => documentOf(`${secret}\u200d${secret}`),
    errors: ["foreign_character"],
  },
  {
    name: "a secret with a Hangul filler after it",
    make: secret => documentOf(`${secret}\u3164`),
    errors: ["white_space"],
  },
  { name: "a secret with a tag after it", make: secret => documentOf(`${secret}\u{e0020}`), errors: ["white_space"] },
  { name: "a secret with a C1 control", make: secret => documentOf(`${secret}\u0085x`), errors: ["foreign_character"] },
  { name: "a secret with a BOM before it", make: secret => documentOf(`\ufeff${secret}`), errors: ["white_space"] },
  { name: "a secret with a line feed after it", make: secret => documentOf(`${secret}\n`), errors: ["white_space"] },
  {
    name: "a secret with a bidi control",
    make: secret => documentOf(`${secret}\u202e${secret}`),
    errors: ["foreign_character"],
  },
  {
    name: "a secret with a paired surrogate",
    make: secret => documentOf(`${secret}😀`),
    errors: ["foreign_character"],
  },
  {
    name: "a client id with an unpaired surrogate",
    make: withMembers({ client_id: "a\udc00b" }),
    errors: ["control_character"],
  },
  {
    name: "a secret as the client id",
    make: secret => documentOf(secret, { client_id: secret }),
    errors: ["exposed_secret"],
  },
  {
    name: "a secret in a redirect URI",
    make: secret => documentOf(secret, { redirect_uris: [`https://app.example.com/?k=${secret}`] }),
    errors: ["exposed_secret"],
  },
  {
    name: "all five of the wrong type",
    make: withMembers({ client_id: 1, client_secret: 2, redirect_uris: 3, auth_uri: 4, token_uri: 5 }),
    errors: ["wrong_type"],
  },
  { name: "a client without a member", make: () => '{"installed":{}}', errors: ["missing"] },
  ...[null, true, 1, "x", [], [[]]].map(
    (web): Invented => ({
      name: `web is ${JSON.stringify(web)}`,
      make: () => JSON.stringify({ web }),
      errors: ["wrong_type"],
    }),
  ),
  {
    name: "the client as JSON text",
    make: changed(text => JSON.stringify({ web: JSON.stringify(JSON.parse(text as string).web) })),
    errors: ["wrong_type"],
  },
  {
    name: "the redirect URIs as JSON text",
    make: withMembers({ redirect_uris: '["https://a.example/"]' }),
    errors: ["wrong_type"],
  },
  { name: "a client in a client", make: changed(text => `{"web":${text}}`), errors: ["missing"] },
  { name: "WEB in capitals", make: renamed("web", "WEB"), errors: ["no_client_type"] },
  { name: "desktop for installed", make: renamed("web", "desktop"), errors: ["no_client_type"] },
  { name: "native for installed", make: renamed("web", "native"), errors: ["no_client_type"] },
  { name: "a list of clients", make: changed(text => `{"clients":[${text}]}`), errors: ["no_client_type"] },
  { name: "__proto__ as the client type", make: renamed("web", "__proto__"), errors: ["no_client_type"] },
  { name: "web with a trailing space", make: renamed("web", "web "), errors: ["no_client_type"] },
  {
    name: "both types, both valid",
    make: changed(text =>
      text.replace(/^\{(.*)\}$/, '{$1,"installed":$1}').replace('"installed":"web":', '"installed":'),
    ),
    errors: ["two_client_types"],
  },
  {
    name: "a schema's address next to the client",
    make: changed(text => text.replace("{", '{"$schema":"https://a.example/",')),
    warnings: ["unknown_member"],
  },
]

const duplicates: readonly Invented[] = [
  ...["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"].map(
    (name): Invented => ({
      name: `${name} again, escaped`,
      make: changed(text =>
        text.replace("}}", `,"${name.replace("_", "\\u005f")}":${JSON.stringify(JSON.parse(text).web[name])}}}`),
      ),
      errors: ["duplicate_member"],
    }),
  ),
  {
    name: "web again, escaped",
    make: changed(text => text.replace(/\}$/, ',"\\u0077eb":{}}')),
    errors: ["duplicate_member", "missing"],
  },
  {
    name: "an unknown member again",
    make: changed(text => text.replace("}}", ',"note":1,"note":2}}')),
    errors: ["duplicate_member"],
  },
  {
    name: "a name again, deep in an unknown member",
    make: changed(text => text.replace("}}", ',"note":[{"a":1,"a":1}]}}')),
    errors: ["duplicate_member"],
  },
  {
    name: "__proto__ twice",
    make: changed(text => text.replace("}}", ',"__proto__":1,"__proto__":2}}')),
    errors: ["duplicate_member"],
  },
  {
    name: "the empty name twice",
    make: changed(text => text.replace("}}", ',"":1,"":2}}')),
    errors: ["duplicate_member"],
  },
  {
    name: "the same name in two objects",
    make: changed(text => text.replace("}}", ',"a":{"client_id":1},"b":{"client_id":2}}}')),
  },
  { name: "names that differ only in case", make: changed(text => text.replace("}}", ',"CLIENT_ID":"x"}}')) },
  {
    name: "names that differ only in their normal form",
    make: changed(text => text.replace("}}", ',"é":1,"e\u0301":2}}')),
  },
]

const names: readonly Invented[] = Object.entries({
  client_id: [
    "clientId",
    "ClientId",
    "client-id",
    "clientID",
    "CLIENT_ID",
    "client id",
    "client.id",
    "clientid",
    "clent_id",
    "client_ids",
  ],
  client_secret: [
    "clientSecret",
    "ClientSecret",
    "client-secret",
    "CLIENT_SECRET",
    "client_secrets",
    "client_secert",
    "client secret",
  ],
  redirect_uris: [
    "redirectUris",
    "redirectURIs",
    "redirect-uris",
    "redirect_url",
    "redirect_urls",
    "redirect_uri",
    "redirectUri",
    "redirectURL",
    "redirect_uris_",
    "REDIRECT_URI",
    "redirects",
  ],
  auth_uri: [
    "authUri",
    "authURI",
    "auth-uri",
    "auth_url",
    "authUrl",
    "authorization_uri",
    "authorization_url",
    "authorization_endpoint",
    "authorizationEndpoint",
    "authorize_uri",
    "AUTH_URI",
  ],
  token_uri: [
    "tokenUri",
    "tokenURI",
    "token-uri",
    "token_url",
    "tokenUrl",
    "token_endpoint",
    "tokenEndpoint",
    "token_credential_uri",
    "TOKEN_URI",
    "tokens_uri",
  ],
}).flatMap(([right, wrong]) =>
  wrong.map(
    (name): Invented => ({
      name: `${name} for ${right}`,
      make: renamed(right, name),
      errors: ["misnamed"],
      says: new RegExp(`probably meant to be ${right}\\.`),
    }),
  ),
)

const placeholders: readonly Invented[] = [
  "[[client_secret]]",
  "[[INSERT CLIENT SECRET HERE]]",
  "<client-secret>",
  "<YOUR SECRET>",
  "${GOOGLE_CLIENT_SECRET}",
  "${SECRET:-}",
  "{{ client_secret }}",
  "{{secret}}",
  "YOUR_CLIENT_SECRET",
  "your-client-secret",
  "Your_Secret_Here",
  "…",
  "...",
  "****",
  "********",
  "••••••••",
  "****abcd",
  "Enter Client Secret here",
].flatMap((value): Invented[] => [
  { name: `${value} as the secret`, make: () => documentOf(value), errors: ["placeholder"] },
  { name: `${value} as the client id`, make: withMembers({ client_id: value }), errors: ["placeholder"] },
  { name: `${value} as a redirect URI`, make: withMembers({ redirect_uris: [value] }), errors: ["placeholder"] },
  { name: `${value} as an endpoint`, make: withMembers({ token_uri: value }), errors: ["placeholder"] },
])

const redacted: readonly Invented[] = ["[redacted]", "[REDACTED]", "%5Bredacted%5D", "%5bredacted%5d"].flatMap(
  (value): Invented[] => [
    { name: `${value} as the secret`, make: () => documentOf(value), errors: ["redacted"], says: /printed/ },
    { name: `${value} as the client id`, make: withMembers({ client_id: value }), errors: ["redacted"] },
    { name: `${value} as a redirect URI`, make: withMembers({ redirect_uris: [value] }), errors: ["redacted"] },
    { name: `${value} as an endpoint`, make: withMembers({ token_uri: value }), errors: ["redacted"] },
  ],
)

const almostPlaceholders: readonly Invented[] = [
  "[[",
  "[[x",
  "]]",
  "<",
  "a<b>c",
  "$",
  "${",
  "$HOME",
  "{{",
  "YOURS",
  "your",
  "*",
  "**",
  "a...b",
  "redacted",
  "[redacted]x",
  "x[[y]]",
].map((value): Invented => ({ name: `a secret that begins ${value}`, make: secret => documentOf(`${value}${secret}`) }))

const kinds: readonly Invented[] = [
  {
    name: "a registration answer without times",
    make: other(secret => ({
      redirect_uris: ["https://a.example/"],
      client_id: "a",
      client_secret: secret,
      registration_access_token: secret,
      registration_client_uri: "https://a.example/r",
    })),
    errors: ["wrong_kind"],
    says: /registration/,
  },
  {
    name: "YAML with a comment first",
    make: secret => `# google\nweb:\n  client_secret: ${secret}\n`,
    errors: ["not_json"],
  },
  {
    name: "dotenv with a comment first",
    make: secret => `# google\nGOOGLE_CLIENT_SECRET=${secret}\n`,
    errors: ["wrong_kind"],
    says: /dotenv/,
  },
  {
    name: "XML",
    make: secret => `<?xml version="1.0"?><web><client_secret>${secret}</client_secret></web>`,
    errors: ["wrong_kind"],
    says: /XML/,
  },
  {
    name: "base64 of a file after a BOM",
    make: changed(text => btoa(`\u00ef\u00bb\u00bf${text}`)),
    errors: ["not_json"],
  },
  { name: "base64 of base64", make: changed(text => btoa(btoa(text))), errors: ["not_json"] },
  {
    name: "base64 in quotes",
    make: changed(text => JSON.stringify(btoa(text))),
    errors: ["no_client_type"],
  },
  {
    name: "encoded three times",
    make: changed(text => JSON.stringify(JSON.stringify(text))),
    errors: ["no_client_type"],
  },
  { name: "a path in JSON", make: () => '"/run/secrets/google.json"', errors: ["no_client_type"] },
  {
    name: "a service account's key",
    make: other(secret => ({
      type: "service_account",
      project_id: "p",
      private_key_id: secret,
      private_key: secret,
      client_email: "a@b.example",
      client_id: "1",
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    })),
    errors: ["wrong_kind"],
    says: /service account/,
  },
  {
    name: "an authorized user",
    make: other(secret => ({ client_id: "a", client_secret: secret, refresh_token: secret, type: "authorized_user" })),
    errors: ["wrong_kind"],
    says: /authorized user/,
  },
  {
    name: "an impersonated service account",
    make: other(secret => ({
      type: "impersonated_service_account",
      service_account_impersonation_url: "https://a.example/",
      source_credentials: { client_id: "a", client_secret: secret, refresh_token: secret, type: "authorized_user" },
      delegates: [],
    })),
    errors: ["wrong_kind"],
    says: /impersonated|external account/,
  },
  {
    name: "an external account of AWS",
    make: other(() => ({
      type: "external_account",
      audience: "//iam.googleapis.com/x",
      subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { environment_id: "aws1" },
    })),
    errors: ["wrong_kind"],
    says: /external account/,
  },
  {
    name: "an external account of a user",
    make: other(secret => ({
      type: "external_account_authorized_user",
      audience: "//iam.googleapis.com/x",
      client_id: "a",
      client_secret: secret,
      refresh_token: secret,
      token_url: "https://sts.googleapis.com/v1/oauthtoken",
    })),
    errors: ["wrong_kind"],
  },
  {
    name: "a service account's key of Google Distributed Cloud",
    make: other(secret => ({
      type: "gdch_service_account",
      format_version: "1",
      project: "p",
      private_key_id: "x",
      private_key: secret,
      name: "n",
      token_uri: "https://a.example/",
    })),
    errors: ["wrong_kind"],
    says: /service account/,
  },
  {
    name: "a token answer",
    make: other(secret => ({
      access_token: secret,
      expires_in: 3599,
      refresh_token: secret,
      scope: "email",
      token_type: "Bearer",
      id_token: "x",
    })),
    errors: ["wrong_kind"],
    says: /token/,
  },
  {
    name: "a token that google-auth-library saved",
    make: other(secret => ({
      token: secret,
      refresh_token: secret,
      token_uri: "https://oauth2.googleapis.com/token",
      client_id: "a",
      client_secret: secret,
      scopes: ["email"],
      universe_domain: "googleapis.com",
      account: "",
      expiry: "2026-01-01T00:00:00Z",
    })),
    errors: ["wrong_kind"],
    says: /token/,
  },
  {
    name: "the storage of oauth2client",
    make: other(secret => ({
      access_token: secret,
      client_id: "a",
      client_secret: secret,
      refresh_token: secret,
      token_uri: "https://a.example/",
      _class: "OAuth2Credentials",
      _module: "oauth2client.client",
    })),
    errors: ["wrong_kind"],
    says: /token/,
  },
  {
    name: "google-services.json",
    make: other(() => ({
      project_info: { project_number: "1" },
      client: [
        { client_info: {}, oauth_client: [{ client_id: "a", client_type: 3 }], api_key: [{ current_key: "x" }] },
      ],
      configuration_version: "1",
    })),
    errors: ["wrong_kind"],
    says: /google-services/,
  },
  {
    name: "the configuration of AppAuth for Android",
    make: other(() => ({
      client_id: "a",
      redirect_uri: "com.example:/callback",
      authorization_scope: "openid",
      discovery_uri: "https://a.example/.well-known/openid-configuration",
      authorization_endpoint_uri: "",
      token_endpoint_uri: "",
      registration_endpoint_uri: "",
      user_info_endpoint_uri: "",
      https_required: true,
    })),
    errors: ["wrong_kind"],
    says: /only the inside/,
  },
  {
    name: "Keycloak's adapter",
    make: other(secret => ({
      realm: "a",
      "auth-server-url": "https://a.example/",
      "ssl-required": "external",
      resource: "a",
      credentials: { secret },
    })),
    errors: ["wrong_kind"],
    says: /keycloak\.json/,
  },
  {
    name: "the file that flask-oidc reads, on one machine",
    make: secret =>
      documentOf(secret, {
        redirect_uris: ["http://localhost:5000/*"],
        issuer: "http://localhost:8080/realms/a",
        auth_uri: "http://localhost:8080/realms/a/auth",
        token_uri: "http://localhost:8080/realms/a/token",
        userinfo_uri: "http://localhost:8080/realms/a/userinfo",
        token_introspection_uri: "http://localhost:8080/realms/a/introspect",
      }),
    warnings: ["uri_pattern"],
  },
  {
    name: "Azure's manifest, which has its own member web",
    make: other(() => ({ appId: "a", web: { redirectUris: ["https://a.example/"], implicitGrantSettings: {} } })),
    errors: ["missing", "misnamed"],
    warnings: ["unknown_member"],
  },
  {
    name: "AWS's key/value pairs",
    make: other(secret => ({ GOOGLE_CLIENT_ID: "a", GOOGLE_CLIENT_SECRET: secret })),
    errors: ["no_client_type"],
  },
  {
    name: "an INI file",
    make: secret => `[default]\naws_secret_access_key = ${secret}\n`,
    errors: ["wrong_kind"],
    says: /INI/,
  },
  { name: "a form", make: secret => `client_id=a&client_secret=${secret}`, errors: ["wrong_kind"], says: /dotenv/ },
  { name: "Ruby's hash", make: secret => `{"web"=>{"client_secret"=>"${secret}"}}`, errors: ["wrong_kind"] },
  {
    name: "hexadecimal",
    make: changed(text => Array.from(utf8(text), one => one.toString(16)).join("")),
    errors: ["not_json"],
  },
  { name: "an answer's Markdown fence", make: changed(text => `~~~\n${text}\n~~~`), errors: ["not_json"] },
  {
    name: "a Firebase web config",
    make: other(() => ({
      apiKey: "x",
      authDomain: "a.firebaseapp.com",
      projectId: "a",
      storageBucket: "a.appspot.com",
      messagingSenderId: "1",
      appId: "1:1:web:1",
    })),
    errors: ["wrong_kind"],
    says: /Firebase/,
  },
  {
    name: "OAuth server metadata (RFC 8414)",
    make: other(() => ({
      issuer: "https://a.example",
      authorization_endpoint: "https://a.example/a",
      token_endpoint: "https://a.example/t",
      jwks_uri: "https://a.example/j",
      response_types_supported: ["code"],
    })),
    errors: ["wrong_kind"],
    says: /discovery/,
  },
  {
    name: "a registration answer (RFC 7591)",
    make: other(secret => ({
      client_id: "a",
      client_secret: secret,
      client_id_issued_at: 1,
      client_secret_expires_at: 0,
      redirect_uris: ["https://a.example/"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_basic",
    })),
    errors: ["wrong_kind"],
    says: /registration/,
  },
  {
    name: "a client without its type",
    make: changed(text => JSON.stringify(JSON.parse(text).web)),
    errors: ["wrong_kind"],
    says: /only the inside/,
  },
  {
    name: "a client without its type, in camelCase",
    make: other(secret => ({ clientId: "a", clientSecret: secret })),
    errors: ["wrong_kind"],
  },
  {
    name: "package.json",
    make: other(() => ({ name: "a", version: "1.0.0", dependencies: {} })),
    errors: ["no_client_type"],
  },
  { name: "a JSON Web Key", make: other(secret => ({ kty: "oct", k: secret })), errors: ["no_client_type"] },
  {
    name: "an error answer",
    make: other(() => ({ error: "invalid_client", error_description: "Unauthorized" })),
    errors: ["wrong_kind"],
  },
  {
    name: "AWS's GetSecretValue answer",
    make: changed(text => JSON.stringify({ ARN: "arn:aws:x", Name: "n", SecretString: text })),
    errors: ["wrong_kind"],
  },
  {
    name: "a Kubernetes secret in YAML",
    make: secret => `apiVersion: v1\nkind: Secret\ndata:\n  client: ${secret}\n`,
    errors: ["wrong_kind"],
    says: /YAML/,
  },
  { name: "YAML with a quoted name", make: secret => `"web":\n  client_secret: ${secret}\n`, errors: ["not_json"] },
  {
    name: "YAML with Windows line ends",
    make: secret => `web:\r\n  client_secret: ${secret}\r\n`,
    errors: ["wrong_kind"],
    says: /YAML/,
  },
  {
    name: "dotenv with spaces",
    make: secret => `GOOGLE_CLIENT_SECRET = "${secret}"\n`,
    errors: ["wrong_kind"],
    says: /dotenv/,
  },
  {
    name: "dotenv with an empty line first",
    make: secret => `\nexport GOOGLE_CLIENT_SECRET=${secret}\n`,
    errors: ["wrong_kind"],
    says: /dotenv/,
  },
  { name: "TOML", make: secret => `[web]\nclient_secret = "${secret}"\n`, errors: ["wrong_kind"], says: /TOML/ },
  {
    name: "a plist",
    make: secret => `<plist><dict><key>CLIENT_ID</key><string>${secret}</string></dict></plist>`,
    errors: ["wrong_kind"],
    says: /plist/,
  },
  {
    name: "HTML with space before",
    make: secret => `\n\n  <!doctype html><title>${secret}</title>`,
    errors: ["wrong_kind"],
    says: /HTML/,
  },
  { name: "HTML after a BOM", make: secret => `\ufeff<html>${secret}</html>`, errors: ["wrong_kind"], says: /HTML/ },
  { name: "base64", make: changed(text => btoa(text)), errors: ["wrong_kind"], says: /base64/ },
  {
    name: "base64 of an indented file",
    make: changed(text => btoa(JSON.stringify(JSON.parse(text), null, 2))),
    errors: ["wrong_kind"],
    says: /base64/,
  },
  { name: "a data URL", make: changed(text => `data:application/json;base64,${btoa(text)}`), errors: ["not_json"] },
  { name: "encoded twice", make: changed(text => JSON.stringify(text)), errors: ["wrong_kind"], says: /twice/ },
  {
    name: "without the quotes that a shell removed",
    make: changed(text => text.replaceAll('"', "")),
    errors: ["not_json"],
  },
  { name: "in single quotes, as of a shell", make: changed(text => `'${text}'`), errors: ["not_json"] },
  { name: "a path on Windows", make: () => "C:\\Users\\me\\client_secret.json", errors: ["wrong_kind"], says: /path/ },
  { name: "a path with a tilde", make: () => "~/.config/client_secret", errors: ["wrong_kind"], says: /path/ },
  { name: "a file URL", make: () => "file:///run/secrets/google.json", errors: ["wrong_kind"], says: /path/ },
  {
    name: "the name of Google's download",
    make: () => "client_secret_1-a.apps.googleusercontent.com.json",
    errors: ["wrong_kind"],
    says: /path/,
  },
  {
    name: "a PEM key",
    make: secret => `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
    errors: ["wrong_kind"],
  },
  { name: "only a secret", make: secret => secret, errors: ["not_json"] },
  { name: "only a secret, in quotes", make: secret => JSON.stringify(secret), errors: ["no_client_type"] },
  { name: "only a number", make: () => "1", errors: ["no_client_type"] },
  { name: "only null", make: () => "null", errors: ["no_client_type"] },
  { name: "an empty list", make: () => "[]", errors: ["wrong_kind"] },
  { name: "[object Object]", make: () => "[object Object]", errors: ["wrong_kind"] },
  { name: "undefined as a string", make: () => "undefined", errors: ["not_json"] },
  {
    name: "a git-crypt file",
    make: () => Uint8Array.of(0, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54, 0, 0xf3),
    errors: ["encoding"],
  },
  {
    name: "a SOPS file",
    make: changed(text =>
      text
        .replace(/"client_secret":"[^"]*"/, '"client_secret":"ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]"')
        .replace(/\}$/, ',"sops":{"version":"3"}}'),
    ),
    errors: ["unresolved"],
    warnings: ["unknown_member"],
  },
]

const uris: readonly Invented[] = [
  ...[
    "http://127.0.0.1",
    "http://127.0.0.1:0",
    "http://[::1]:8080/",
    "http://localhost",
    "http://LOCALHOST:80/",
    "http://[0:0:0:0:0:0:0:1]:80/",
    "http://0x7f000001/",
    "https://10.0.0.1/cb",
    "https://例え.テスト/",
    "https://example.com./cb",
    "https://abcdefghijklmnop.chromiumapp.org/provider",
    "com.googleusercontent.apps.123-abc:oauth2callback",
    "msal123://auth",
    "tauri://localhost",
    "exp://127.0.0.1:19000/--/",
    "com.example.app:/oauth",
    "com.example.app://oauth",
    "https://app.example.com",
    "https://app.example.com:8443/a?b=c&d=%20",
    "https://xn--bcher-kva.example/",
    "https://bücher.example/",
    "msauth://a/b",
  ].map((uri): Invented => ({ name: `${uri} as a redirect URI`, make: withMembers({ redirect_uris: [uri] }) })),
  ...[
    "http://app.example.com/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.nip.example/",
    "http://0.0.0.0:3000/",
    "http://[::]:3000/",
    "https://*.example.com/",
    "com.example.app:/*",
    "https://app.example.com/#",
    "https://u@app.example.com/",
    "urn:ietf:wg:oauth:2.0:oob",
    "urn:ietf:wg:oauth:2.0:oob:auto",
    "URN:IETF:WG:OAUTH:2.0:OOB",
    "oob",
  ].map(
    (uri): Invented => ({
      name: `${uri} as a redirect URI`,
      make: withMembers({ redirect_uris: [uri] }),
      warnings: ["odd_redirect_uri"],
    }),
  ),
  ...[
    "//app.example.com/",
    "/callback",
    "localhost:3000/callback",
    "app.example.com:443/callback",
    "127.0.0.1:3000/callback",
    "https//a.example/",
    "https://a.example|https://b.example",
    "https://",
    "http://[::1",
    "https://app.example.com:99999/",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "blob:https://a.example/x",
    "https://a.example\\b",
    "https://a b.example/",
    "https://%zz.example/",
  ].map(
    (uri): Invented => ({
      name: `${uri} as a redirect URI`,
      make: withMembers({ redirect_uris: [uri] }),
      errors: ["invalid_uri"],
    }),
  ),
  ...["https://a.example/<b>", "https://a.example/{id}"].map(
    (uri): Invented => ({
      name: `${uri} as a redirect URI`,
      make: withMembers({ redirect_uris: [uri] }),
      errors: ["placeholder"],
    }),
  ),
  ...["https://app.example.com/*", "http://localhost:5000/*"].map(
    (uri): Invented => ({
      name: `${uri} as a redirect URI`,
      make: withMembers({ redirect_uris: [uri] }),
      warnings: ["uri_pattern"],
    }),
  ),
  {
    name: "postmessage as a redirect URI",
    make: withMembers({ redirect_uris: ["postmessage"] }),
    warnings: ["popup_redirect"],
  },
  {
    name: "a line break in a redirect URI",
    make: withMembers({ redirect_uris: ["https://a.example/\nb"] }),
    errors: ["control_character"],
  },
  {
    name: "an invalid redirect URI between two valid ones",
    make: withMembers({ redirect_uris: ["https://a.example/", "nowhere", "https://b.example/"] }),
    errors: ["invalid_uri"],
  },
  ...[
    "http://accounts.example.com/token",
    "ftp://a.example/token",
    "javascript:alert(1)",
    "urn:x:y",
    "http://localhost.evil.example/token",
    "http://127.0.0.1.evil.example/token",
    "file:///token",
    "ws://a.example/",
  ].map(
    (uri): Invented => ({
      name: `${uri} as an endpoint`,
      make: withMembers({ auth_uri: "https://a.example/auth", token_uri: uri }),
      errors: ["insecure_endpoint"],
    }),
  ),
  ...["token", "/token", "//a.example/token", "https:///", "https://[::1", "https://a.example:99999/"].map(
    (uri): Invented => ({
      name: `${uri} as an endpoint`,
      make: withMembers({ auth_uri: "https://a.example/auth", token_uri: uri }),
      errors: ["invalid_uri"],
    }),
  ),
  ...[
    "https://u@a.example/",
    "https://u:p@a.example/",
    "https://@a.example/",
    "https:/u@a.example/",
    "https:///u:p@a.example/",
    "https:u:p@a.example/",
    "https:/\\a.example/",
    "https://10。0。0。1/",
    "https://１０.0.0.1/",
    "https://10.0.0.1./",
    "https://[FEBF::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://a.example/#f",
    "https://a.example/#",
    "https://a.example\\@b.example/",
    "https://a.example/ b",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://169.254.169.254/",
    "https://0.0.0.0/",
    "https://0/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://10.1/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
  ].map(
    (uri): Invented => ({
      name: `${uri} as an endpoint`,
      make: withMembers({ auth_uri: "https://a.example/auth", token_uri: uri }),
      errors: ["forbidden_endpoint"],
    }),
  ),
  ...[
    "https://172.15.0.1/",
    "https://172.32.0.1/",
    "https://11.0.0.1/",
    "https://169.253.0.1/",
    "https://192.169.0.1/",
    "https://8.8.8.8/",
    "https://[2001:db8::1]/",
    "https://a.example/~u/@x",
    "https://a.example/t?e=u@b.example",
    "https://a.example/t?x=http://10.0.0.1/",
    "https://192.168.0.1.example/",
    "https://keycloak/t",
    "https://a.example:8443/token?tenant=x",
    "https://fd.example/",
    "https://10.example/",
    "HTTPS://A.EXAMPLE/token",
  ].map(
    (uri): Invented => ({
      name: `${uri} as an endpoint`,
      make: withMembers({ auth_uri: "https://a.example/auth", token_uri: uri }),
    }),
  ),
  ...[
    "http://localhost:8080/t",
    "http://127.0.0.1/t",
    "http://127.255.255.254:1/t",
    "http://[::1]:9000/t",
    "http://2130706433/t",
    "http://0x7f.1/t",
    "http://LocalHost/t",
  ].map(
    (uri): Invented => ({ name: `${uri} as both endpoints`, make: withMembers({ auth_uri: uri, token_uri: uri }) }),
  ),
  {
    name: "loopback at only one endpoint",
    make: withMembers({ token_uri: "http://127.0.0.1/t" }),
    errors: ["insecure_endpoint"],
    warnings: ["mixed_endpoints"],
  },
  {
    name: "Google at the token endpoint only",
    make: withMembers({ auth_uri: "https://a.example/auth" }),
    warnings: ["mixed_endpoints"],
  },
  {
    name: "a look-alike of Google at both",
    make: withMembers({
      auth_uri: "https://accounts.google.com.a.example/",
      token_uri: "https://oauth2.googleapis.com.a.example/",
    }),
  },
]

export const invented: readonly Invented[] = [
  ...encodings,
  ...syntax,
  ...members,
  ...duplicates,
  ...names,
  ...placeholders,
  ...redacted,
  ...almostPlaceholders,
  ...kinds,
  ...uris,
]
