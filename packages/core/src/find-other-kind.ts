import { findSign } from "./find-sign.ts"

// A text is known by how it begins, an object by names that it alone has; the first that matches names it.
const kinds = {
  "service account key": /,private_key|^-----BEGIN/,
  YAML: /^\w+:\s|^---/,
  HTML: /^<[!?\w]/,
  base64: /^e[yw][\w+/\s-]+=*$/,
  "JSON encoded twice": /^"?\{\s*\\|^"\{/,
  dotenv: /^(#[\s\S]*\n)?(export )?\w+\s*=[^=]/,
  path: /^[.~]{0,2}\/.*$|^[^{"=\n]+\.json$/,
  "external account": /,subject_token|,service_account_imp/,
  "google-services.json": /,project_info,/,
  "Firebase config": /,apiKey,/,
  "discovery document": /,authorization_endpoint,/,
  "client registration response": /,client_id_issued|,token_endpoint_auth|,registration_c/,
  "authorized user or saved token": /token,/,
  "client without type": /,client_id,/,
}

/** Names what was given instead of a client file: a text that is not JSON, or the value that it holds. */
export function findOtherKind(content: unknown): string | undefined {
  return findSign(kinds, typeof content === "string" ? content.trim() : `,${Object.keys(content ?? {})},`)
}
