import fc from "fast-check"

/** White space of JSON, usually empty. */
const gap = fc.oneof({ weight: 4, arbitrary: fc.constant("") }, fc.stringMatching(/^[ \t\r\n]{1,3}$/))

// Few names, so that duplicates occur: some that are dangerous, and those of the format.
const names = ["a", "b", "", "web", "installed", "client_id", "__proto__", "constructor", "toString", "\u00e9", "\0"]

/** A string as JSON may write it: plain, or with some characters as escapes. */
export function writtenString(text: string): fc.Arbitrary<string> {
  return fc.infiniteStream(fc.integer({ min: 0, max: 7 })).map(stream => {
    let written = ""
    // By UTF-16 code units, since an escape writes one of them.
    for (let index = 0; index < text.length; index++) {
      const unit = text[index]!
      const escaped = `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`
      written += stream.next().value === 0 ? escaped : JSON.stringify(unit).slice(1, -1)
    }
    return `"${written}"`
  })
}

/** JSON with every freedom of the grammar: white space, escapes, forms of numbers, duplicate names. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string; array: string }>(tie => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("null", "true", "false", "0", "-0", "1e5", "-1.25E-3", "12345678901234567890", "1e999", '""'),
    fc.string({ unit: "binary", maxLength: 6 }).chain(writtenString),
    tie("object"),
    tie("array"),
  ),
  object: fc
    .array(
      fc.tuple(gap, fc.constantFrom(...names).chain(writtenString), gap, gap, tie("value"), gap).map(parts => {
        const [before, name, behind, start, value, end] = parts
        return `${before}${name}${behind}:${start}${value}${end}`
      }),
      { maxLength: 5 },
    )
    .map(members => `{${members.join(",")}}`),
  array: fc
    .array(
      fc.tuple(gap, tie("value"), gap).map(parts => parts.join("")),
      { maxLength: 4 },
    )
    .map(items => `[${items.join(",")}]`),
})).value

const tokens = /"(?:\\.|[^"\\])*"|[-+.\w]+|[^\s]/gs

/** A text with some of its tokens deleted, doubled or swapped, or some of its characters changed, inserted or removed. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.constantFrom(..."{}[]:,\"'\\/#0-.e \n\r\t\0\ufeff\u00a0\u2028\ud800"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  )
  const mutation = fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom("delete", "double", "swap", "put", "take", "set"),
    character,
  )
  return fc.tuple(texts, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([text, mutations]) => {
    let changed = text
    for (const [one, other, kind, sign] of mutations) {
      const found = [...changed.matchAll(tokens)]
      const token = found[one % Math.max(found.length, 1)]
      const at = one % (changed.length + 1)
      if (kind === "put") changed = changed.slice(0, at) + sign + changed.slice(at)
      else if (kind === "take") changed = changed.slice(0, at) + changed.slice(at + 1)
      else if (kind === "set") changed = changed.slice(0, at) + sign + changed.slice(at + 1)
      else if (token) {
        const replacement =
          kind === "delete" ? "" : kind === "double" ? token[0] + token[0] : found[other % found.length]![0]
        changed = changed.slice(0, token.index) + replacement + changed.slice(token.index + token[0].length)
      }
    }
    return changed
  })
}

const uris = [
  "https://accounts.google.com/o/oauth2/auth",
  "https://oauth2.googleapis.com/token",
  "https://accounts.google.com",
  "https://login.example.com/authorize",
  "https://login.example.com",
  "https://login.example.com/.google.com/token",
  "https://login.example.com/?continue=.google.com/",
  "https://accounts.google.com.example.com/token",
  "https://accounts.google.com@login.example.com/token",
  "https://xn--bcher-kva.example.com/",
  "https://EXAMPLE.com/",
  "https://example.com:8443/token",
  "https://example.com/a b",
  "https://example.com/#fragment",
  "https://example.com/..//%2e",
  "https://10.0.0.1/token",
  "https://169.254.169.254./token",
  "https://0x7f.1/token",
  "https://[::1]/token",
  "https://[fe80::1]/token",
  "http://localhost:8080/token",
  "http://127.0.0.1:9/token",
  "http://example.com/token",
  "http://localhost",
  "http://localhost:99999/",
  "https://example..com/",
  "https://-example-.com/",
  "https://example.com\\@login.example.com/",
  "urn:ietf:wg:oauth:2.0:oob",
  "com.example.app:/callback",
  "https://*.example.com/",
  "localhost:8080",
  "/callback",
  "javascript:alert(1)",
]

const texts = [
  "EXAMPLE_NOT_A_REAL_SECRET",
  "1234567890-example.apps.googleusercontent.com",
  "example.com",
  "a",
  "YOUR_CLIENT_ID",
  "Your-Secret",
  "yours",
  "[[INSERT]]",
  "[[begins",
  "<secret>",
  "${SECRET}",
  "{{ secret }}",
  "****",
  "****abcd",
  "...",
  "\u2026",
  "[redacted]",
  "%5Bredacted%5D",
  " leading",
  "trailing\n",
  "in ner",
  "zero\u200bwidth",
  "\ufefftext",
  "tab\tinside",
  "nul\0inside",
  "\ud800",
  "'quoted'",
  '"quoted"',
  "Enter Client ID",
  "\u00e9",
  "",
]

// URIs made of parts that a rule checks, in places where it must see them and where it must not.
const piecedUri = fc
  .tuple(
    fc.constantFrom("https://", "https://", "https://", "http://", "HTTPS://"),
    fc.array(
      fc.constantFrom("google.com", "googleapis.com", "accounts", "example", "127", "localhost", "xn--a", "1", "@"),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.constantFrom("", "", ":8080", ":0", ":", "."),
    fc.constantFrom(
      "",
      "/",
      "/a",
      "/.google.com/",
      "/x.googleapis.com/t",
      "//",
      "/../a",
      "/EXAMPLE_NOT_A_REAL_SECRET",
      "/~",
      "?a",
    ),
  )
  .map(([scheme, host, port, path]) => `${scheme}${host.join(".")}${port}${path}`)

const ordinaryUris = fc.oneof(fc.constantFrom(...uris.slice(0, 8)), piecedUri)

/** Values that a member may have: mostly correct ones, of every kind that a rule knows. */
const memberValue = fc.oneof(
  piecedUri,
  fc.constantFrom<unknown>(...texts, ...uris),
  fc.webUrl({ validSchemes: ["https"], withQueryParameters: true, withFragments: true }),
  fc.stringMatching(/^https?:\/\/[a-z0-9.:@[\]-]{1,20}(\/[\w.~%-]{0,8})?$/),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom<unknown>(null, 5, true, {}, []),
  fc.array(fc.constantFrom<unknown>(...uris, "", null, 5, [uris[0]], {}), { maxLength: 3 }),
  fc.tuple(fc.tuple(fc.constantFrom<unknown>(...uris.slice(0, 4)))),
)

/** Usually the common value, since a file is ordinary only if all its members are. */
function usually(usual: unknown, other: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, other)
}

const ordinaryText = fc.oneof(
  fc.constantFrom(
    "EXAMPLE_NOT_A_REAL_SECRET",
    "1234567890-example.apps.googleusercontent.com",
    "example",
    "EXAMPL",
    "a",
  ),
  fc.stringMatching(/^[!-~]{1,12}$/),
)

const ordinaryMembers: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  client_id: usually("1234567890-example.apps.googleusercontent.com", ordinaryText),
  client_secret: usually("EXAMPLE_NOT_A_REAL_SECRET", ordinaryText),
  redirect_uris: usually(
    ["https://app.example.com/oauth2/callback"],
    fc.array(fc.oneof(ordinaryUris, fc.tuple(ordinaryUris)), { minLength: 1, maxLength: 3 }),
  ),
  auth_uri: usually("https://accounts.google.com/o/oauth2/auth", ordinaryUris),
  token_uri: usually("https://oauth2.googleapis.com/token", ordinaryUris),
  project_id: usually("example-project", ordinaryText),
  auth_provider_x509_cert_url: usually("https://www.googleapis.com/oauth2/v1/certs", ordinaryUris),
  javascript_origins: usually(["http://localhost:3000"], fc.array(ordinaryUris, { minLength: 1, maxLength: 2 })),
}

const mandatory = ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]

const asGoogle = [
  "client_id",
  "project_id",
  "auth_uri",
  "token_uri",
  "auth_provider_x509_cert_url",
  "client_secret",
  "redirect_uris",
]

// The specification's order, the two of Google's console, and any other, with or without optional members.
const memberOrder = fc.oneof(
  fc.constantFrom(mandatory, asGoogle, [...asGoogle, "javascript_origins"]),
  fc.shuffledSubarray(Object.keys(ordinaryMembers), { minLength: 4 }),
)

const memberName = fc.oneof(
  fc.constantFrom(
    ...Object.keys(ordinaryMembers),
    "project_id",
    "auth_provider_x509_cert_url",
    "javascript_origins",
    "universe_domain",
    "client_email",
    "client_x509_cert_url",
    "revoke_uri",
    "issuer",
    "userinfo_uri",
    "token_introspection_uri",
    "redirect_urls",
    "clientId",
    "Client_Secret",
    "customer",
    "__proto__",
    "constructor",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
)

const change = fc.tuple(
  fc.constantFrom("set", "set", "set", "add", "remove"),
  fc.nat({ max: 8 }),
  memberName,
  memberValue,
)

/** The members of a client, as pairs since a name may occur twice: the ordinary ones with up to four changes. */
const clientMembers = fc
  .tuple(
    memberOrder.chain(names => fc.tuple(...names.map(name => fc.tuple(fc.constant(name), ordinaryMembers[name]!)))),
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(change, { minLength: 1, maxLength: 4 })),
  )
  .map(([ordinary, changes]) => {
    let members: [string, unknown][] = [...ordinary]
    for (const [kind, index, name, value] of changes) {
      if (kind === "add") members.splice(index, 0, [name, value])
      else {
        const known = members[index % Math.max(members.length, 1)]?.[0] ?? name
        members = members.filter(([present]) => present !== (kind === "remove" ? known : name))
        if (kind === "set") members.splice(index, 0, [name, value])
      }
    }
    return members
  })

/** A text of pairs, which `JSON.stringify` cannot write, since a name may occur twice. */
function objectText(gap: string, members: readonly (readonly [name: string, text: string])[]): string {
  return `{${members.map(([name, text]) => `${gap}${name}:${gap}${text}`).join(",")}${gap}}`
}

/** The text of a client file: ordinary, unusual or wrong in up to four ways, indented or not. */
export const clientText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("", " ", "\n  ", "\r\n\t"),
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom("web", "installed") }, memberName),
    clientMembers,
    fc.oneof({ weight: 8, arbitrary: fc.constant([]) }, fc.array(fc.tuple(memberName, memberValue), { maxLength: 2 })),
  )
  .map(([gap, type, members, others]) => {
    const client = objectText(
      gap,
      members.map(([name, value]) => [JSON.stringify(name), JSON.stringify(value)] as const),
    )
    const beside = others.map(([name, value]) => [JSON.stringify(name), JSON.stringify(value)] as const)
    return objectText(gap, [[JSON.stringify(type), client], ...beside])
  })

/** The text of a client file in which some characters of names and values are escapes. */
export const escapedClientText: fc.Arbitrary<string> = clientText.chain(text => {
  const strings = [...new Set(text.match(/"(?:\\.|[^"\\])*"/gs))]
  return fc.tuple(...strings.map(string => writtenString(JSON.parse(string) as string))).map(written => {
    const writtenAs = new Map(strings.map((string, index) => [string, written[index]!]))
    return text.replace(/"(?:\\.|[^"\\])*"/gs, string => writtenAs.get(string)!)
  })
})
