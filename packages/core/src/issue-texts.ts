import type { ClientSecretsIssueCode } from "./issue.ts"

const download = "Download the OAuth client's own file from the provider"
const copy = "Copy it from the provider"

/** What is said of each code: the sentence without its subject, and the hint; `{}` is the detail that the check gives. */
export const issueTexts: Readonly<Record<ClientSecretsIssueCode, readonly [predicate: string, hint: string]>> = {
  no_input: ["is empty", "Is the file written, the variable set?"],
  too_large: ["has more than {} bytes", "Pass maxBytes if it is right"],
  encoding: ["is not UTF-8 or UTF-16 with a byte order mark", "Save it as UTF-8"],
  not_json: ["is not JSON: {}", download],
  too_deep: ["has more than 512 levels", download],
  unreadable: ["cannot be read", "Pass what JSON.parse gives"],
  wrong_kind: ["is {}", download],
  no_client_type: ['is not {"web": {…}} or {"installed": {…}}', download],
  two_client_types: ["has both web and installed", "Remove one, or pass type"],
  other_client_type: ["is not of type {}", download],
  missing: ["is missing", copy],
  wrong_type: ["is not {}", copy],
  empty: ["is empty", copy],
  placeholder: ["is a placeholder", copy],
  white_space: ["begins or ends with white space or an invisible character", "Remove it"],
  control_character: ["has a control or invisible character", copy],
  invalid_uri: ["is not an absolute URI", copy],
  insecure_endpoint: ["is not https", "Use https, or loopback at both endpoints, or pass allowInsecureEndpoints"],
  forbidden_endpoint: ["has {}", "The secret would go there: check it"],
  duplicate_member: ["stands twice", "Remove one"],
  exposed_secret: ["holds the client secret", "It is public: replace both"],
  unknown_member: ["is not known", "It is ignored"],
  odd_redirect_uri: ["has {}", "Check how it is registered"],
  mixed_endpoints: ["is not Google's, as the other endpoint is", "Check both"],
  quoted_value: ["has quotes around it", "Remove them if they were not issued"],
}

/** The codes that do not make a document invalid. */
export function isWarning(code: ClientSecretsIssueCode): boolean {
  return /^(unk|odd|mix|quo)/.test(code)
}
