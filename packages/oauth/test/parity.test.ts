import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"

const page = readFileSync(new URL("../../../docs/migration.md", import.meta.url), "utf8")

/** Every word in the code of a library's left column: `generateAuthUrl({ hd })` has two. */
function namesOf(title: string): Set<string> {
  const [, section = ""] = page.split(`\n## ${title}`)
  const rows = section.split("\n\n")[1]!.split("\n").slice(2)
  const left = rows.map(row => row.replaceAll("\\|", " ").split("|")[1]!)
  return new Set(
    left.flatMap(cell => cell.match(/`[^`]+`/g) ?? []).flatMap(code => code.match(/[A-Za-z_][\w]*[!?]?/g) ?? []),
  )
}

// The options in the latest versions of the Python and Ruby libraries.
const elsewhere: Record<string, string> = {
  "`flow_from_clientsecrets`":
    "filename scope redirect_uri message cache login_hint device_uri pkce code_verifier prompt revoke_uri step1_get_authorize_url step2_exchange step1_get_device_and_user_codes",
  "`InstalledAppFlow`":
    "from_client_secrets_file from_client_config host bind_addr port authorization_prompt_message success_message open_browser redirect_uri_trailing_slash timeout_seconds token_audience browser code_verifier autogenerate_code_verifier redirect_uri authorization_url fetch_token credentials authorized_session",
  "`to_authorization`":
    "authorization_uri access_type scope state code redirect_uri username password issuer audience principal expiry signing_key target_audience extension_parameters additional_parameters refresh_token access_token id_token decoded_id_token expires_in issued_at expires_at granted_scopes expired? expires_within? clear_credentials! update_token! to_json fetch_access_token! refresh! fetch_protected_resource",
}

test.each(Object.entries(elsewhere))(
  "docs/migration.md lists the counterpart of each option of %s",
  (title, options) => {
    const names = namesOf(title)
    expect(options.split(" ").filter(name => !names.has(name))).toEqual([])
  },
)

// These are read from the library itself: an option that a new version adds fails here.
test("docs/migration.md lists the counterpart of each option of google-auth-library", () => {
  const folder = dirname(createRequire(import.meta.url).resolve("google-auth-library"))
  const declared = (file: string, name: string) => {
    const text = readFileSync(join(folder, "auth", file), "utf8")
    const [, body = ""] = new RegExp(`export (?:interface|type) ${name}\\b[^{]*\\{(.*?)\\n\\}`, "s").exec(text) ?? []
    const members = [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, member]) => member!)
    expect(members, name).not.toEqual([])
    return members
  }
  const options = [
    ...declared("oauth2client.d.ts", "OAuth2ClientOptions"),
    ...declared("oauth2client.d.ts", "GenerateAuthUrlOpts"),
    ...declared("oauth2client.d.ts", "GetTokenOptions"),
    ...declared("oauth2client.d.ts", "VerifyIdTokenOptions"),
    ...declared("authclient.d.ts", "AuthClientOptions"),
    ...["project_id", "quota_project_id", "universe_domain", "keyfilePath", "scopes"],
  ]
  // The file replaces the client's own three.
  const names = new Set([...namesOf("google-auth-library"), "clientId", "clientSecret", "redirectUri"])
  expect(options.filter(name => !names.has(name))).toEqual([])
})
