import { findSign } from "./find-sign.ts"

// A text is known by how it begins, an object by names that it alone has; the first that matches names it.
const kinds = {
  "external account": /,subject_token|,service_account_imp/,
  "service account key": /,private_key|^-----BEGIN/,
  YAML: /^\w+:\s|^---/,
  HTML: /^<[!?\w]/,
  "google-services.json": /,project_info,/,
  dotenv: /^(#[\s\S]*\n)?(export )?\w+\s*=[^=]/,
  base64: /^e[yw][\s\w+/-]+=*$/,
  "discovery document": /,authorization_endpoint,/,
  "client registration response": /,client_id_issued|,token_endpoint_auth|,registration_c/,
  path: /^[.~]{0,2}\/.*$|^[^{"=\n]+\.json$/,
  "Firebase config": /,apiKey,/,
  "authorized user or token": /[_,]token,/,
  "client without type": /,client_id,/,
  "JSON encoded twice": /^"?\{\s*\\|^"\{/,
}

/** Names what was given instead of a client file: a text that is not JSON, or the value that it holds. */
export function findOtherKind(content: unknown): string | undefined {
  return findSign(kinds, typeof content === "string" ? content.trim() : `,${Object.keys(content ?? {})},`)
}
