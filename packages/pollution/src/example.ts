/** A client that does not exist. */
export const members = {
  client_id: "example.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

export const text = JSON.stringify({ web: members })
