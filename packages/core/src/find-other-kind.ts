// Members that one kind of object alone has, where an object's names are tested; or how a text begins that is not JSON.
const kinds = {
  "a service account key": /,private_key|^-----BEGIN/,
  "an authorized user or a saved token": /,((access|refresh)_)?token,/,
  "an external account": /,(subject_token_type|service_account_imp)/,
  "google-services.json": /,project_info,/,
  "a Firebase configuration": /,apiKey,/,
  "a discovery document": /,authorization_endpoint,/,
  "a client registration response": /,(client_id_issued_at|token_endpoint_auth_method),/,
  "a client without web or installed around it": /,client_id,/,
  "JSON that was encoded twice": /^"?\{\s*\\|^"\{/,
  HTML: /^<\w|^<!/,
  "percent-encoded": /^%7b/i,
  "a line of a .env file": /^(export )?\w+\s*=/,
  YAML: /^(---|web:|installed:)/,
  base64: /^e[yw][\w+/\s-]+=*$/,
  "the path of a file": /^[.~]{0,2}\/.*$|^[^{"]+\.json$/,
}

/** Names what was given instead of a client file: a text that is not JSON, or the value that it holds. */
export function findOtherKind(content: unknown): string | undefined {
  const text = typeof content === "string" ? content.trim() : `,${Object.keys(content ?? {})},`
  return Object.entries(kinds).find(([, sign]) => sign.test(text))?.[0]
}
