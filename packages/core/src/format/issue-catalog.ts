import type { ClientSecretsIssueCode, IssueDetails, IssueOption, IssueSeverity } from "./issue.ts"

/** What is said of one code: how severe it is, and its sentences. */
interface CatalogEntry<Detail> {
  readonly severity: IssueSeverity
  /** What is wrong; `at` is the member as a message names it. */
  message(at: string, detail: Detail): string
  /** What to do about it; empty where only an option helps. */
  hint(at: string, detail: Detail): string
  /** The option that accepts it, and when to use it. */
  option?(at: string, detail: Detail): Omit<IssueOption, "hint"> | undefined
}

type Catalog = { readonly [Code in ClientSecretsIssueCode]: CatalogEntry<IssueDetails[Code]> }

const fromConsole = "Copy it from the provider's console."
const newDownload = "Download the OAuth client's JSON again."

const accept = (value: ClientSecretsIssueCode) => (): Omit<IssueOption, "hint"> => ({
  name: "accept",
  value,
  when: "If it is the real value",
})

/** Every code of an issue: one entry each, complete by the compiler. */
export const issueCatalog: Catalog = {
  no_input: {
    severity: "error",
    message: (_, { received }) =>
      received === undefined
        ? "The client file is empty."
        : `Expected the text, the bytes or the parsed object of a client file, but received ${received}.`,
    hint: (_, { received }) =>
      received === "a Promise"
        ? "Did you forget await?"
        : "If it comes from a variable or a store, check that it is set and that the whole file was returned.",
  },
  too_large: {
    severity: "error",
    message: (_, { maxBytes }) => `The document is longer than ${maxBytes} bytes.`,
    hint: () => "A client file has less than 4,000 bytes: check that this is the right file.",
    option: () => ({ name: "maxBytes", value: undefined, when: "If it really is that long" }),
  },
  encoding: {
    severity: "error",
    message: (_, { encoding }) =>
      encoding === undefined
        ? "The bytes are not text in UTF-8, nor in UTF-16 with a byte order mark."
        : `The bytes are text in ${encoding}, which is not read.`,
    hint: () => "Save the file as UTF-8.",
  },
  not_json: {
    severity: "error",
    message: (_, { message }) => message,
    hint: (_, { hint }) => hint,
  },
  too_deep: {
    severity: "error",
    message: () => "Objects and lists are nested in more than 512 levels.",
    hint: () => "A client file has three levels: check that this is the right file.",
  },
  unreadable: {
    severity: "error",
    message: () => "The object could not be read: a getter or a proxy threw.",
    hint: () => "Pass the file's text, or the object that JSON.parse returned.",
  },
  wrong_kind: {
    severity: "error",
    message: (_, { message }) => message,
    hint: (_, { advice }) => advice,
  },
  no_client_type: {
    severity: "error",
    message: (at, { meant, isInside }) => {
      if (meant === undefined) return 'The file has neither "web" nor "installed" at its top level.'
      return isInside
        ? `The client is one level too deep: it is inside ${at}.`
        : `The client is under ${at}, which is not a client type of the format.`
    },
    hint: (_, { meant, isInside }) => {
      if (meant === undefined) return newDownload
      return isInside ? `Move "${meant}" to the top level.` : `Write "${meant}" instead.`
    },
  },
  two_client_types: {
    severity: "error",
    message: () => 'The file has both "web" and "installed".',
    hint: () => "Keep only one of them.",
    option: () => ({ name: "type", value: "web", when: "If the file is meant to hold two clients" }),
  },
  other_client_type: {
    severity: "error",
    message: (_, { wanted, found }) =>
      `The program asks for ${article(wanted)} client, but the file holds ${article(found)} one.`,
    hint: () => "Use the other file.",
    option: (_, { found }) => ({ name: "type", value: found, when: "If this is the right file" }),
  },
  missing: {
    severity: "error",
    message: at => `${at} is missing.`,
    hint: (at, { type }) => {
      if (at === "client_secret")
        return "Google shows a secret only once: if yours is lost, create a new one in the console and download the JSON again."
      if (at === "redirect_uris")
        return type === "web"
          ? "Register a redirect URI with the provider and download the JSON again."
          : 'Add the URI that the program listens on, such as "redirect_uris": ["http://localhost"].'
      return fromConsole
    },
    option: at => ({
      name: "optional",
      value: at,
      when:
        at === "client_secret" ? "If this is a public client that has no secret" : "If the program works without it",
    }),
  },
  misnamed: {
    severity: "error",
    message: (at, { meant }) => `${at} is not a member of the format. It is probably meant to be ${meant}.`,
    hint: (_, { meant }) => `Rename it to ${meant}.`,
  },
  wrong_type: {
    severity: "error",
    message: (at, { wanted, received }) => `${at} must be ${wanted}, but is ${received}.`,
    hint: (_, { wanted }) =>
      wanted === "a list of strings" ? 'Write it as a list: ["https://…"].' : `Write it as ${wanted}.`,
  },
  empty: {
    severity: "error",
    message: (at, { isList }) => (isList ? `${at} is an empty list.` : `${at} is empty.`),
    hint: (_, { isItem }) => (isItem ? "Remove it, or write a URI." : fromConsole),
    option: (at, { isItem }) => ({
      name: "optional",
      value: isItem ? at.slice(0, at.indexOf("[")) : at,
      when: "If the program works without it",
    }),
  },
  placeholder: {
    severity: "error",
    message: (at, { isUri }) =>
      isUri ? `${at} still contains a placeholder.` : `${at} looks like the sample text of a template.`,
    hint: (_, { isUri }) =>
      isUri
        ? "Replace what is in braces or angle brackets with the provider's value."
        : "Replace it with the value from the provider's console.",
    // Nothing is sent to an address that still has a gap in it.
    option: (_, { isUri }) => (isUri ? undefined : accept("placeholder")()),
  },
  redacted: {
    severity: "error",
    message: (at, { isSecret }) =>
      isSecret
        ? `${at} is a Secret of this library, which does not hold its text as JSON.`
        : `${at} holds the text [redacted]: it was printed by this library.`,
    hint: () => "Use reveal(), or write the file with toClientSecretsJson().",
  },
  unresolved: {
    severity: "error",
    message: (at, { kind }) => `${at} is not the value itself: it is ${kind}.`,
    hint: (_, { advice }) => advice,
    option: accept("unresolved"),
  },
  quoted: {
    severity: "error",
    message: at => `The quotes around ${at} are part of its value.`,
    hint: () => "Remove them: Docker's --env-file, systemd and many panels do not strip quotes.",
    option: accept("quoted"),
  },
  encoded_value: {
    severity: "error",
    message: (at, { holds, isBase64 }) => (isBase64 ? `${at} is base64 of ${holds}.` : `${at} holds ${holds}.`),
    hint: (at, { holds }) =>
      holds === "a whole client file"
        ? `Copy only its ${at}. A whole file belongs in its own variable or secret.`
        : "Decode it first: only a whole client file is decoded.",
    option: accept("encoded_value"),
  },
  foreign_character: {
    severity: "error",
    message: (at, { isInvisible }) =>
      isInvisible
        ? `${at} contains an invisible or control character.`
        : `${at} contains a character that is not ASCII, such as a typographic quote or a letter of another script.`,
    hint: () => "Copy it again from the provider's console, as plain text.",
    option: accept("foreign_character"),
  },
  swapped_members: {
    severity: "error",
    message: (at, { looksLike }) => `${at} looks like ${looksLike}.`,
    hint: () =>
      "Exchange client_id and client_secret. The id is public: if the secret was used as the id, create a new secret.",
    option: accept("swapped_members"),
  },
  white_space: {
    severity: "error",
    message: (at, { side, sign }) => `${at} ${side} with ${sign}.`,
    hint: () => "Remove it.",
  },
  control_character: {
    severity: "error",
    message: at => `${at} contains a control character or an invisible character.`,
    hint: () => "Copy it again, as plain text.",
  },
  invalid_uri: {
    severity: "error",
    message: at => `${at} is not a complete URI.`,
    hint: (_, { isOrigin, isRedirect }) =>
      isOrigin || isRedirect
        ? "It must begin with a scheme, such as https:// or http://localhost."
        : "It must begin with https://.",
  },
  insecure_endpoint: {
    severity: "error",
    message: (at, { isHttp }) =>
      isHttp ? `${at} uses http, so the client secret would travel unencrypted.` : `${at} does not use https.`,
    hint: () => "Use https. Plain http is accepted only when auth_uri and token_uri are both on this machine.",
    option: () => ({
      name: "allowInsecureEndpoints",
      value: true,
      when: "For a test provider in your own network",
    }),
  },
  forbidden_endpoint: {
    severity: "error",
    message: (at, { holds }) => {
      if (holds === "address") return `${at} is an address of a private or reserved network.`
      if (holds === "user") return `${at} contains a user name or a password.`
      if (holds === "fragment") return `${at} contains a fragment (#).`
      return `${at} contains a space or a backslash.`
    },
    hint: (_, { holds }) => (holds === "address" ? "Use the provider's public host name." : "Remove it."),
    option: (_, { holds }) =>
      holds === "address"
        ? { name: "allowInsecureEndpoints", value: true, when: "For a provider in your own network or on Tailscale" }
        : undefined,
  },
  duplicate_member: {
    severity: "error",
    message: (at, { firstLine }) => `${at} appears twice, first at line ${firstLine}.`,
    hint: () => "Remove one of them: readers disagree about which one counts.",
  },
  exposed_secret: {
    severity: "error",
    message: at => `${at} contains the client secret. That member is public, so treat the secret as leaked.`,
    hint: () => "Remove it there and create a new secret.",
    option: accept("exposed_secret"),
  },
  unknown_member: {
    severity: "warning",
    message: at => `${at} is not part of the format.`,
    hint: () => "Remove it, if no other program needs it.",
  },
  odd_redirect_uri: {
    severity: "warning",
    message: (at, { oddity }) => {
      if (oddity === "retired") return `${at} is the out-of-band redirect, which Google no longer accepts.`
      if (oddity === "wildcard")
        return `${at} contains a wildcard (*). Providers compare redirect URIs exactly, so it never matches.`
      if (oddity === "fragment")
        return `${at} contains a fragment (#), which a redirect URI must not have (RFC 6749 section 3.1.2).`
      if (oddity === "user") return `${at} contains a user name or a password.`
      return `${at} uses plain http on a public host, so authorization codes would travel unencrypted.`
    },
    hint: (_, { oddity }) => {
      if (oddity === "retired") return "Use http://127.0.0.1 instead."
      if (oddity === "http") return "Use https, and register that URI."
      return "Register the exact URI that the program uses."
    },
  },
  mixed_endpoints: {
    severity: "warning",
    message: (at, { other, isGoogle }) =>
      isGoogle
        ? `${at} is Google's, but ${other} is not: the sign-in would happen at one provider, and the secret go to another.`
        : `${at} is not one of Google's endpoints, but ${other} is: the secret would go to a different provider.`,
    hint: () => "Check both. If this is intended, pass allowedEndpointOrigins to the flow.",
  },
  sample_value: {
    severity: "warning",
    message: at => `${at} looks like an example: its value is the name of the member.`,
    hint: () => "Replace it, unless the provider really uses this value.",
  },
  odd_client_id: {
    severity: "warning",
    message: at => `${at} does not end in .apps.googleusercontent.com, but the endpoints are Google's.`,
    hint: () => "Copy the whole client id from the Google Cloud console.",
  },
  mistyped_member: {
    severity: "warning",
    message: (at, { wanted, received }) => `${at} must be ${wanted}, but is ${received}. It is not used.`,
    hint: (_, { wanted }) => `Write it as ${wanted}.`,
  },
  misspelled_member: {
    severity: "warning",
    message: (at, { meant }) => `${at} is not a member of the format. It is probably meant to be ${meant}.`,
    hint: (_, { meant }) => `Rename it to ${meant}, or ignore this if it is meant as it is.`,
  },
  duplicate_uri: {
    severity: "warning",
    message: (at, { firstIndex }) => `${at} is the same URI as redirect_uris[${firstIndex}].`,
    hint: () => "Remove one of them.",
  },
  odd_origin: {
    severity: "warning",
    message: at => `${at} is not an origin: it has a path, a query, a fragment or a user name.`,
    hint: () => "Write only the scheme, the host and the port: https://app.example.com.",
  },
  uri_pattern: {
    severity: "warning",
    message: at => `${at} is a pattern that ends in /*, as Keycloak writes it.`,
    hint: () => "Pass the exact redirectUri to the flow: a pattern is never sent.",
  },
  popup_redirect: {
    severity: "warning",
    message: at => `${at} is "postmessage", which Google's popup uses instead of an address.`,
    hint: () => "Use exchangePopupCode() for codes of the popup.",
  },
  quotes_in_value: {
    severity: "warning",
    message: at => `${at} begins and ends with a quote that is part of its value.`,
    hint: () => "Remove the inner quotes, unless the provider really uses this value.",
  },
}

function article(type: string): string {
  return `${type === "installed" ? "an" : "a"} "${type}"`
}
