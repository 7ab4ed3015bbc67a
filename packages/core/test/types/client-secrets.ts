// Compiled, never run: test/types.test.ts compiles it with three compilers, against the built declarations.
import {
  type AnyClientSecrets,
  type ClientSecrets,
  ClientSecretsError,
  type ClientSecretsErrorCode,
  type ClientSecretsFile,
  type ClientSecretsIssue,
  type ClientType,
  type clientSecretsSchema,
  createSecret,
  type ExtraMembers,
  type InstalledClientSecrets,
  type MandatoryMember,
  parseClientSecrets,
  type Secret,
  type Source,
  type SourceDocument,
  type SyncSource,
  safeParseClientSecrets,
  toClientSecretsJson,
  type WebClientSecrets,
} from "@client-secrets/core"
import * as again from "@client-secrets/core-again"

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
declare function same<One, Other>(_: Same<One, Other>): void

declare const text: string
declare const bytes: Uint8Array
declare const file: ClientSecretsFile

// Accepted inputs.
parseClientSecrets(text)
parseClientSecrets(bytes)
parseClientSecrets(file)
parseClientSecrets({ web: { client_id: "" } })
parseClientSecrets({ installed: undefined })
parseClientSecrets(JSON.parse(text))
// @ts-expect-error a promise is not a document: it has to be awaited
parseClientSecrets(Promise.resolve(text))
// @ts-expect-error nor is a promise of a file
parseClientSecrets(Promise.resolve({ web: {} }))
// @ts-expect-error nor is a number
parseClientSecrets(1)
// @ts-expect-error a variable that may not be set
parseClientSecrets(undefined as string | undefined)
// @ts-expect-error not a type of the format
parseClientSecrets(text, { type: "desktop" })
// @ts-expect-error not a mandatory member
parseClientSecrets(text, { optional: ["project_id"] })
// @ts-expect-error the property's name instead of the member's
parseClientSecrets(text, { optional: ["clientSecret"] })
// @ts-expect-error not an option
parseClientSecrets(text, { strict: true })

// The type of the result follows the option.
const any = parseClientSecrets(text)
same<typeof any, WebClientSecrets | InstalledClientSecrets>(true)
const web = parseClientSecrets(text, { type: "web" })
same<typeof web, WebClientSecrets>(true)
same<(typeof web)["type"], "web">(true)
const installed = parseClientSecrets(text, { type: "installed" })
same<typeof installed, InstalledClientSecrets>(true)
// @ts-expect-error another type
const other: WebClientSecrets = installed

// It also narrows by the property type.
const either = parseClientSecrets(text)
if (either.type === "web") same<typeof either, WebClientSecrets>(true)
else same<typeof either, InstalledClientSecrets>(true)
switch (either.type) {
  case "web":
  case "installed":
    break
  default:
    same<typeof either, never>(true)
}

// Members named in the option may be absent, the others may not.
const relaxed = parseClientSecrets(text, { optional: ["client_secret", "redirect_uris"] })
same<(typeof relaxed)["clientSecret"], Secret | undefined>(true)
same<(typeof relaxed)["redirectUris"], readonly string[] | undefined>(true)
same<(typeof relaxed)["clientId"], string>(true)
same<(typeof relaxed)["type"], "web" | "installed">(true)
// @ts-expect-error it may be absent
relaxed.clientSecret.reveal()
relaxed.clientSecret?.reveal()
if (relaxed.type === "web") same<(typeof relaxed)["type"], "web">(true)
const relaxedWeb = parseClientSecrets(text, { type: "web", optional: ["client_secret"] })
same<typeof relaxedWeb, ClientSecrets<"web", "client_secret">>(true)
const optional: readonly MandatoryMember[] = []
const asOptional = parseClientSecrets(text, { optional })
same<(typeof asOptional)["clientId"], string | undefined>(true)
same<(typeof asOptional)["type"], ClientType>(true)

// A strict client is assignable to a relaxed one; a relaxed one is not assignable to a strict one.
const one: ClientSecrets<"web", "client_secret"> = web
const all: AnyClientSecrets = web
const allOfRelaxed: AnyClientSecrets = relaxed
const allOfEither: AnyClientSecrets = either
const allOfOptional: AnyClientSecrets = asOptional
toClientSecretsJson(web)
toClientSecretsJson(relaxed)
// @ts-expect-error its secret may be absent
const strict: WebClientSecrets = relaxedWeb
// @ts-expect-error and so may other members
const fewer: ClientSecrets<"web", "client_secret"> = all

// A secret is not a string, and a string is not a secret.
same<(typeof web)["clientSecret"], Secret>(true)
same<ReturnType<Secret["reveal"]>, string>(true)
same<ReturnType<Secret["toString"]>, "[redacted]">(true)
// @ts-expect-error a Secret is not a string: reveal() returns one
const plain: string = web.clientSecret
// @ts-expect-error a string is not a Secret: createSecret makes one
const made: Secret = "EXAMPLE_NOT_A_REAL_SECRET"
// @ts-expect-error a header is a string
new Map<string, string>().set("authorization", web.clientSecret)
// @ts-expect-error an imitation lacks the tag
const imitation: Secret = {
  reveal: () => "",
  equals: () => true,
  toString: () => "[redacted]",
  toJSON: () => "[redacted]",
}
createSecret("EXAMPLE_NOT_A_REAL_SECRET").equals(web.clientSecret)
// @ts-expect-error a client is not a string either
toClientSecretsJson(text)

// A client is read-only.
// @ts-expect-error it is frozen
web.clientId = ""
// @ts-expect-error and so are its lists
web.redirectUris.push("")
// @ts-expect-error an unknown member is only in extra
web.customer
same<ReturnType<ExtraMembers["get"]>, unknown>(true)
const { clientId, ...rest } = web
same<typeof clientId, string>(true)
same<(typeof rest)["clientSecret"], Secret>(true)

// The result without an exception narrows by success.
const result = safeParseClientSecrets(text, { type: "web" })
if (result.success) same<typeof result.data, WebClientSecrets>(true)
else same<typeof result.error, ClientSecretsError>(true)
// @ts-expect-error not before it is checked
result.data
same<typeof result.warnings, readonly ClientSecretsIssue[]>(true)

// Errors are distinguished by their codes.
declare const caught: unknown
if (ClientSecretsError.is(caught)) {
  same<typeof caught.code, ClientSecretsErrorCode>(true)
  if (caught.code === "not_found") caught.attempts.map(attempt => attempt.source)
  // @ts-expect-error not one of our codes
  if (caught.code === "ENOENT") throw caught
}

// A Standard Schema: its type tells its input and output.
type Types = NonNullable<(typeof clientSecretsSchema)["~standard"]["types"]>
same<Types["output"], ClientSecrets>(true)
same<Types["input"], string | Uint8Array | ClientSecretsFile>(true)

// A custom source is an object with two members.
const source: Source = { name: "mine", read: async () => ({ content: text, version: "1" }) }
const sync: SyncSource = { name: "mine", read: async () => undefined, readSync: () => ({ members: { client_id: "" } }) }
const asSource: Source = sync
const nothing: SourceDocument = { unchanged: true }
// @ts-expect-error it cannot answer synchronously
const notSync: SyncSource = source
// @ts-expect-error a string is not a document
const bare: Source = { name: "mine", read: async () => text }

// Two copies of the package are compatible: values of one are accepted by the other.
const fromAgain: Secret = again.createSecret("EXAMPLE_NOT_A_REAL_SECRET")
const toAgain: again.Secret = createSecret("EXAMPLE_NOT_A_REAL_SECRET")
const clientFromAgain: AnyClientSecrets = again.parseClientSecrets(text)
const clientToAgain: again.WebClientSecrets = web
const errorFromAgain: ClientSecretsError = new again.ClientSecretsError("invalid", "")
const errorToAgain: again.ClientSecretsError = new ClientSecretsError("invalid", "")
const sourceFromAgain: Source = source as again.Source
const sourceToAgain: again.SyncSource = sync

export {
  all,
  allOfEither,
  allOfOptional,
  allOfRelaxed,
  asSource,
  bare,
  clientFromAgain,
  clientToAgain,
  errorFromAgain,
  errorToAgain,
  fewer,
  fromAgain,
  imitation,
  made,
  nothing,
  notSync,
  one,
  other,
  plain,
  sourceFromAgain,
  sourceToAgain,
  strict,
  toAgain,
}
