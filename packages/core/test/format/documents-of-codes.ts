import {
  ClientSecretsError,
  type ClientSecretsIssue,
  type ClientSecretsIssueCode,
  loadClientSecretsSync,
  type ParseClientSecretsOptions,
  safeParseClientSecrets,
} from "../../src/index.ts"
import type { Members } from "../fixtures.ts"

/** Makes a value for a member that accepts any value: random in a test, fixed in the documentation. */
export type FreshValue = () => string

/** For each code a document that causes it. Every value of the document that may be anything is fresh. */
export const documentsOfCodes: Readonly<
  Record<ClientSecretsIssueCode, (fresh: FreshValue) => readonly ClientSecretsIssue[]>
> = {
  no_input: () => issuesOf("  "),
  too_large: fresh => issuesOf(textOf(fresh), { maxBytes: 100 }),
  encoding: fresh => issuesOf(Uint8Array.of(0xc0, ...new TextEncoder().encode(textOf(fresh)))),
  not_json: fresh => issuesOf(textOf(fresh).replace("\n  }", ",\n  }")),
  too_deep: fresh => issuesOf(textOf(fresh).replace('"web"', `"deep": ${"[".repeat(600)}${"]".repeat(600)}, "web"`)),
  unreadable: fresh =>
    issuesOf({
      get web(): never {
        throw new Error(fresh())
      },
    }),
  wrong_kind: fresh => issuesOf({ type: "service_account", private_key: fresh(), client_email: fresh() }),
  no_client_type: fresh => issuesOf({ Web: membersOf(fresh) }),
  two_client_types: fresh => issuesOf({ web: membersOf(fresh), installed: membersOf(fresh) }),
  other_client_type: fresh => issuesOf(textOf(fresh), { type: "installed" }),
  missing: fresh => issuesWith(fresh, { client_secret: undefined }),
  misnamed: fresh => issuesWith(fresh, { redirect_uris: undefined, redirect_urls: [uri(fresh)] }),
  wrong_type: fresh => issuesWith(fresh, { redirect_uris: uri(fresh) }),
  empty: fresh => issuesWith(fresh, { client_id: "" }),
  placeholder: fresh => issuesWith(fresh, { client_secret: "YOUR_CLIENT_SECRET" }),
  redacted: fresh => issuesWith(fresh, { client_secret: "[redacted]" }),
  unresolved: fresh => issuesWith(fresh, { client_secret: `op://${fresh()}/${fresh()}/${fresh()}` }),
  quoted: fresh => issuesOfVariables({ ...membersOf(fresh), client_secret: `"${fresh()}"` }),
  encoded_value: fresh => issuesOfVariables({ ...membersOf(fresh), client_secret: btoa(`GOCSPX-${fresh()}`) }),
  foreign_character: fresh => issuesWith(fresh, { client_secret: `\u201c${fresh()}\u201d` }),
  swapped_members: fresh => issuesWith(fresh, { client_id: `GOCSPX-${fresh()}` }),
  white_space: fresh => issuesWith(fresh, { client_id: `${id(fresh)} ` }),
  control_character: fresh => issuesWith(fresh, { project_id: `${fresh()}\u202e${fresh()}` }),
  invalid_uri: fresh => issuesWith(fresh, { redirect_uris: [`${fresh()}.example.com:8080/callback`] }),
  insecure_endpoint: fresh => issuesWith(fresh, { auth_uri: `http://${fresh()}.example.com/auth` }),
  forbidden_endpoint: fresh => issuesWith(fresh, { auth_uri: `https://10.0.0.1/${fresh()}` }),
  duplicate_member: fresh =>
    issuesOf(textOf(fresh).replace('    "client_secret"', `    "client_id": "${fresh()}",\n    "client_secret"`)),
  exposed_secret(fresh) {
    const secret = fresh()
    return issuesWith(fresh, { client_secret: secret, project_id: `project-${secret}` })
  },
  unknown_member: fresh => issuesOf(textOf(fresh).replace("{", `{\n  "note": "${fresh()}",`)),
  odd_redirect_uri: fresh => issuesWith(fresh, { redirect_uris: [`http://${fresh()}.example.com/callback`] }),
  mixed_endpoints: fresh => issuesWith(fresh, { auth_uri: "https://accounts.google.com/o/oauth2/auth" }),
  sample_value: fresh => issuesWith(fresh, { client_secret: "my-client-secret" }),
  odd_client_id: fresh =>
    issuesWith(fresh, {
      client_id: fresh(),
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    }),
  mistyped_member: fresh => issuesWith(fresh, { javascript_origins: uri(fresh) }),
  misspelled_member: fresh => issuesWith(fresh, { revoke_url: uri(fresh) }),
  duplicate_uri(fresh) {
    const listed = uri(fresh)
    return issuesWith(fresh, { redirect_uris: [listed, uri(fresh), listed] })
  },
  odd_origin: fresh => issuesWith(fresh, { javascript_origins: [uri(fresh)] }),
  uri_pattern: fresh => issuesWith(fresh, { redirect_uris: [`https://${fresh()}.example.com/*`] }),
  popup_redirect: fresh => issuesWith(fresh, { redirect_uris: ["postmessage"] }),
  quotes_in_value: fresh => issuesWith(fresh, { client_secret: `'${fresh()}'` }),
}

function membersOf(fresh: FreshValue): Members {
  return {
    client_id: id(fresh),
    client_secret: fresh(),
    redirect_uris: [uri(fresh)],
    auth_uri: `https://${fresh()}.example.com/auth`,
    token_uri: `https://${fresh()}.example.com/token`,
    customer_reference: fresh(),
  }
}

function id(fresh: FreshValue): string {
  return `${fresh()}.apps.googleusercontent.com`
}

function uri(fresh: FreshValue): string {
  return `https://${fresh()}.example.com/callback`
}

function textOf(fresh: FreshValue, changes: Members = {}): string {
  return JSON.stringify({ web: { ...membersOf(fresh), ...changes } }, undefined, 2)
}

function issuesWith(fresh: FreshValue, changes: Members): readonly ClientSecretsIssue[] {
  return issuesOf(textOf(fresh, changes))
}

function issuesOf(input: unknown, options?: ParseClientSecretsOptions): readonly ClientSecretsIssue[] {
  const result = safeParseClientSecrets(input as string, options)
  return [...(result.success ? [] : result.error.issues), ...result.warnings]
}

function issuesOfVariables(members: Members): readonly ClientSecretsIssue[] {
  const document = { members: members as Record<string, string> }
  const read = () => loadClientSecretsSync({ name: "variables", read: async () => document, readSync: () => document })
  try {
    read()
  } catch (error) {
    if (ClientSecretsError.is(error)) return error.issues
    throw error
  }
  return []
}
