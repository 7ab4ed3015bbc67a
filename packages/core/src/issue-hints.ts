import type { ClientSecretsIssueCode } from "./issue.ts"

const optional = 'Copy it from the provider, or pass optional: ["{}"]'
const check = "The secret would go there: check it"

const hints: Readonly<Partial<Record<ClientSecretsIssueCode, string>>> = {
  too_large: "Raise maxBytes",
  encoding: "Save it as UTF-8",
  not_json: "Check quotes, commas and brackets there",
  two_client_types: "Remove one, or pass type",
  missing: optional,
  wrong_type: optional,
  empty: optional,
  misnamed: "Rename it to {}",
  white_space: "Remove spaces and invisible characters at its ends",
  insecure_endpoint: "Use https; only loopback, at both endpoints, may be http",
  forbidden_endpoint: check,
  mixed_endpoints: check,
  duplicate_member: "Remove one",
  unknown_member: "It is ignored",
  odd_redirect_uri: "Check how it is registered",
  exposed_secret: "It is public: have the secret replaced",
}

/** What to do about a problem at a member, or of the document as a whole. */
export function hintFor(code: ClientSecretsIssueCode, member: string | number | undefined): string {
  return (
    hints[code]?.replace("{}", `${member}`) ??
    (member ? "Copy it from the provider" : "Download the client's file from the provider")
  )
}

/** Whether a code leaves a document valid. */
export function isWarning(code: ClientSecretsIssueCode): boolean {
  return /^(unk|odd|mix)/.test(code)
}
