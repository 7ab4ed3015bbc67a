/** The members of a client file that the specification requires. */
export interface ExampleMembers {
  readonly client_id: string
  readonly client_secret: string
  readonly redirect_uris: readonly string[]
  readonly auth_uri: string
  readonly token_uri: string
}

/** The members of a valid client of Google's with this secret. */
export function exampleMembers(secret: string): ExampleMembers {
  return {
    client_id: "1234-example.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
}
