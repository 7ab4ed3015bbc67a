/** The text of a client file as Google issues it for a web application; each number leads to another client. */
export function sampleFile(number: number): string {
  const id = String(100_000_000_000 + number)
  return JSON.stringify({
    web: {
      client_id: `${id}-example.apps.googleusercontent.com`,
      project_id: `example-project-${number}`,
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
      auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
      client_secret: `EXAMPLE_NOT_A_REAL_SECRET_${number}`,
      redirect_uris: [`https://app-${number}.example.com/oauth2/callback`, "http://localhost:3000/oauth2/callback"],
      javascript_origins: [`https://app-${number}.example.com`],
    },
  })
}

/** Files that each break one value rule: a reader that enforces the rules rejects all of them. */
export const brokenFiles: Readonly<Record<string, string>> = {
  "a placeholder": sampleFile(1).replace("EXAMPLE_NOT_A_REAL_SECRET_1", "YOUR_CLIENT_SECRET"),
  "an instruction to the reader": sampleFile(1).replace("EXAMPLE_NOT_A_REAL_SECRET_1", "Change me"),
  "a template around a name": sampleFile(1).replace("EXAMPLE_NOT_A_REAL_SECRET_1", "<client secret>"),
  "a reference to a store": sampleFile(1).replace("EXAMPLE_NOT_A_REAL_SECRET_1", "op://vault/item/secret"),
  "a character beyond ASCII": sampleFile(1).replace("_REAL_SECRET_1", "_REAL_SECRET_\u00e9"),
  "the secret in a public member": sampleFile(1).replace("example-project-1", "EXAMPLE_NOT_A_REAL_SECRET_1"),
  "id and secret swapped": sampleFile(1).replace("EXAMPLE_NOT_A_REAL_SECRET_1", "1-x.apps.googleusercontent.com"),
  "an endpoint at a private address": sampleFile(1).replace("https://oauth2.googleapis.com", "https://10.0.0.1"),
  "white space at the end": sampleFile(1).replace("_REAL_SECRET_1", "_REAL_SECRET "),
  "a control character": sampleFile(1).replace("_REAL_SECRET_1", "_REAL\\u0000SECRET"),
  "an empty id": sampleFile(1).replace(/"client_id":"[^"]*"/, '"client_id":""'),
  "an endpoint without TLS": sampleFile(1).replace("https://oauth2", "http://oauth2"),
  "an endpoint with user information": sampleFile(1).replace("https://oauth2", "https://user@oauth2"),
  "an invalid redirect URI": sampleFile(1).replace("http://localhost:3000", "localhost:3000"),
  "no redirect URI": sampleFile(1).replace(/"redirect_uris":\[[^\]]*\]/, '"redirect_uris":[]'),
  "no secret": sampleFile(1).replace(/"client_secret":"[^"]*",/, ""),
  "no client type": sampleFile(1).replace('"web"', '"Web"'),
}
