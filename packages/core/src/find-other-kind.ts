// An object is known by names that it alone has, a text by how it begins. All begin at the beginning: the first wins.
const signs =
  /(^.*,private_key|^-----BEGIN)|(^.*token,)|(^.*,subject_token|^.*,service_account_imp)|(^.*,project_info,)|(^.*,apiKey,)|(^.*,authorization_endpoint,)|(^.*,client_id_issued|^.*,token_endpoint_auth)|(^.*,client_id,)|(^"?\{\s*\\|^"\{)|(^<[!\w])|(^e[yw][\w+/\s-]+=*$)|(^[.~]{0,2}\/.*$|^[^{"=\n]+\.json$)|(^(?:export )?\w+\s*=)|(^\w+:|^---)/
const kinds =
  "/service account key/saved token/external account/google-services.json/Firebase config/discovery document/client registration response/client without its type/JSON encoded twice/HTML/base64/path/dotenv/YAML"

/** Names what was given instead of a client file: a text that is not JSON, or the value that it holds. */
export function findOtherKind(content: unknown): string | undefined {
  const text = typeof content === "string" ? content.trim() : `,${Object.keys(content ?? {})},`
  return kinds.split("/")[signs.exec(text)?.findIndex((group, index) => index && group) ?? 0]
}
