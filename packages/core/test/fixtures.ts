/** The members of a client file as JSON has them. */
export type Members = Record<string, unknown>

export const secretText = "EXAMPLE_NOT_A_REAL_SECRET"

const common: Members = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  project_id: "example-project",
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
  auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
  client_secret: secretText,
}

/** The file as Google issues it for a web application. */
export const web: Members = {
  ...common,
  redirect_uris: ["https://app.example.com/oauth2/callback", "http://localhost:3000/oauth2/callback"],
  javascript_origins: ["https://app.example.com", "http://localhost:3000"],
}

/** The file as Google issues it for a desktop program. */
export const installed: Members = { ...common, redirect_uris: ["http://localhost"] }

/** A file of type `web` with some members changed; one that is `undefined` is omitted. */
export function webFile(changes: Members = {}): { web: Members } {
  const members = Object.entries({ ...web, ...changes }).filter(([, value]) => value !== undefined)
  return { web: Object.fromEntries(members) }
}

/** The same file as a string. */
export function webText(changes: Members = {}): string {
  return JSON.stringify(webFile(changes), undefined, 2)
}
