/** Members that may be shown wherever they stand: they are words of the format, or a usual slip for one. */
const vocabulary = new Set(
  `web installed client_id client_secret redirect_uris redirect_urls redirect_uri redirect_url auth_uri auth_url token_uri
  token_url client_email auth_provider_x509_cert_url client_x509_cert_url project_id javascript_origins javascript_origin
  revoke_uri universe_domain issuer userinfo_uri token_introspection_uri type private_key`.split(/\s+/),
)

/**
 * A copy of a JSON text, of the same length, that shows its structure and no value: every character of a value stands as
 * `•`, as does each name of a member that is no word of the format.
 *
 * The text need not be JSON: whatever is not certain to be structure or such a name is masked.
 */
export function maskText(text: string): string {
  return text.replace(/"([a-z\d_]{1,32})"(?=\s*:)|[^\s{}[\],:"]+|["]/g, (token, name: string | undefined) => {
    if (name !== undefined && vocabulary.has(name)) return token
    return token === '"' ? token : mask(token)
  })
}

/** One bullet for each UTF-16 code unit, so that columns stay what they were. */
function mask(text: string): string {
  return text.replace(/[^"]/g, "•")
}
