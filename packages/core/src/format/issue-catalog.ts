import type { ClientSecretsIssueCode } from "./issue.ts"

const copy = "Copy it from the provider"
const optional = `${copy}, or pass optional: ["{}"]`

const hints: Readonly<Partial<Record<ClientSecretsIssueCode, string>>> = {
  too_large: "Pass maxBytes",
  encoding: "Save it as UTF-8",
  not_json: "Check quotes and commas",
  two_client_types: "Remove one, or pass type",
  missing: optional,
  empty: optional,
  misnamed: "Rename it",
  placeholder: `${copy}; of a Secret, use reveal()`,
  white_space: "Trim spaces, visible or not",
  insecure_endpoint: "Use https, or loopback at both",
  forbidden_endpoint: "Use a public host, no user, fragment or space",
  duplicate_member: "Remove it",
  unknown_member: "Remove it",
  odd_redirect_uri: "Check its registration",
  exposed_secret: "It is public: replace the secret",
}

/** What to do about a problem at a member, or of the document as a whole. */
export function hintFor(code: ClientSecretsIssueCode, member: string | number | undefined): string {
  return hints[code]?.replace("{}", `${member}`) ?? (member ? copy : "Download it from the provider")
}

/** Whether a code leaves a document valid. */
export function isWarning(code: ClientSecretsIssueCode): boolean {
  return /^(unk|odd|mix)/.test(code)
}
