import type { ClientSecretsIssueCode, IssueSeverity } from "./issue.ts"
import { issueCatalog } from "./issue-catalog.ts"

/**
 * Why each rule exists and what usually causes its finding. It is part of the catalog, in a separate file, so that a program
 * which only parses does not carry it.
 */
const explanations: Readonly<Record<ClientSecretsIssueCode, string>> = {
  no_input:
    "There is nothing to parse: the text is empty, or the value is neither text, nor bytes, nor an object. Usually a variable is not set, a store returned an empty answer, or an await is missing.",
  too_large:
    "The document is longer than the option maxBytes allows (65,536 bytes by default), so it was not parsed. The limit protects a program from parsing whatever someone puts in the file's place.",
  encoding:
    "JSON is UTF-8 (RFC 8259 section 8.1). UTF-16 with a byte order mark is read too, since PowerShell writes it. Everything else could be misread, so it is refused.",
  not_json:
    "The text is not JSON (RFC 8259). The message names the first place where it breaks. Typical causes are an edit by hand, a comment, a copy from a web page or a chat, or a value that was cut off.",
  too_deep: "No client file is nested so deeply. The limit keeps every program that handles the file safe.",
  unreadable:
    "The document was passed as an object, and reading one of its properties threw. What was thrown could hold anything, so it is not shown.",
  wrong_kind:
    "The file was recognized as something else than an OAuth client: a service account key, a saved token, a store's answer, a path, base64. The message says what it is, and the hint what to do.",
  no_client_type:
    'The format has the client below "web" (a web application) or "installed" (a desktop program or command line). Readers find the client by this name.',
  two_client_types:
    "With two clients in one file, readers of different languages choose different ones. The option type says which one the program is for.",
  other_client_type:
    "The option type asks for one kind of client and the file holds the other. Web clients and installed ones have different redirect URIs and a different trust in their secret.",
  missing:
    "The specification makes client_id, client_secret, redirect_uris, auth_uri and token_uri mandatory, for web and for installed clients. The option optional accepts a file without one of them.",
  misnamed:
    "A mandatory member is missing, and another member has nearly its name or a name that other formats use for it. Readers would not find it.",
  wrong_type:
    "The specification says of each member whether it is a string or a list of strings. A reader that is less strict would pass something else on.",
  empty:
    "A mandatory member is an empty string or an empty list. Usually a variable was not set when the file was written.",
  placeholder:
    "The value looks like the text of a template that nobody filled in: YOUR_CLIENT_ID, <your secret>, ${CLIENT_SECRET}, changeme, xxx. The provider would refuse it, with a message that does not name the file.",
  redacted:
    "A Secret of this library prints as [redacted] on every route, also in JSON. A file that was written from a printed client has lost its secret.",
  unresolved:
    "The value is the name of a secret in a store, or the secret in encrypted form. Something was to put the real value in its place before the program started, and did not run.",
  quoted:
    "A shell strips the quotes around a value; Docker's --env-file, systemd and hosting panels do not. The provider would refuse the id or secret with quotes.",
  encoded_value:
    "In place of a client id or secret, a variable or a store holds a whole client file, or base64 of a file, a secret or a client id. A whole file in base64 is decoded; a single value never is, since a real secret may look like base64.",
  foreign_character:
    "A client id and a client secret consist of printable ASCII characters (RFC 6749 appendix A.1 and A.2). Other characters come from copying out of a document or a chat.",
  swapped_members:
    "Google's client ids end in .apps.googleusercontent.com and its secrets begin with GOCSPX-. In this file they are in each other's place; the client id is public, so the secret would be too.",
  white_space:
    "A space, a line break or an invisible character at either end of a value. Providers compare exactly, so the request would be refused. Usually it comes from copying, or from echo without -n.",
  control_character:
    "A control character, a bidirectional mark or a half of a surrogate pair inside a value. It does not show, and can make a value look like another one.",
  invalid_uri:
    "The value does not parse as a URI, or it is a redirect URI that no browser follows (a host without its scheme, javascript:, file:).",
  insecure_endpoint:
    "Codes, tokens and the client secret are sent to endpoints, so they must be https (RFC 6749 section 3.1 and 3.2). Plain http is accepted for a provider on this machine: localhost, 127.0.0.0/8 and [::1], at auth_uri and token_uri alike.",
  forbidden_endpoint:
    "An endpoint at a private, link-local or reserved address could be a metadata service or a machine in the internal network. A user name, a fragment, a space or a backslash hides where a URL really leads.",
  duplicate_member:
    "JSON allows a name twice in one object, and readers disagree about which value counts. Two programs would use two different clients.",
  exposed_secret:
    "Every member but client_secret is public: it is printed, generated into code and sent in links. The secret appears in one of them.",
  unknown_member:
    'A member at the top level, next to "web" or "installed", that the format does not have. It is ignored.',
  odd_redirect_uri: `A redirect URI that the provider probably refuses, or that no request can match. See https://developers.google.com/identity/protocols/oauth2.`,
  mixed_endpoints:
    "One endpoint is Google's and another is not. Anyone who changes one URL of a file gets the authorization code, the tokens or the secret. Only Google's own endpoints count as Google's, not every host below google.com.",
  sample_value:
    "The value consists of words such as client, id, secret, my, here and example. Local test providers use such values, so they are accepted.",
  odd_client_id: "Every OAuth client id of Google ends in .apps.googleusercontent.com. This one was probably cut off.",
  mistyped_member:
    "A member that providers added to the specification has another type than this library reads. Its value is only in extra.",
  misspelled_member: "An unknown member has nearly the name of an optional one, which the file does not have.",
  duplicate_uri: "The same redirect URI is listed twice. One of the two was probably meant to be another one.",
  odd_origin: "An origin consists of scheme, host and port (RFC 6454). Providers refuse anything more.",
  uri_pattern:
    "Keycloak registers patterns such as https://app.example.com/*. A request needs a complete URI, so a pattern is never sent and never the default; it only matches URIs below it.",
  popup_redirect:
    "Google's JavaScript library uses redirect_uri=postmessage for codes that arrive in a popup. It is not an address, so it is never the redirect URI of an ordinary flow.",
  quotes_in_value: "A value in the file has a second pair of quotes inside the first. Usually a script added them.",
}

/** What a code of an issue means. */
export interface IssueExplanation {
  readonly code: ClientSecretsIssueCode
  /** `error` refuses the document, `warning` does not. */
  readonly severity: IssueSeverity
  /** Why the rule exists and what usually causes the finding. A few sentences. */
  readonly explanation: string
}

/**
 * Every code of an issue with its meaning, in the order of `docs/errors.md`, which is generated from it.
 *
 * @example
 * issueExplanations().find(({ code }) => code === "white_space")?.explanation
 */
export function issueExplanations(): readonly IssueExplanation[] {
  return (Object.keys(issueCatalog) as ClientSecretsIssueCode[]).map(code => ({
    code,
    severity: issueCatalog[code].severity,
    explanation: explanations[code],
  }))
}
