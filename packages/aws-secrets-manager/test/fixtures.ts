import type { Source } from "@client-secrets/core"

const client = {
  client_id: "EXAMPLE.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
}

/** The key/value pairs that the AWS console creates. */
export const clientPairs = { ...client, redirect_uris: "https://app.example.com/callback" }

/** A whole client_secrets.json. */
export const clientFile = JSON.stringify({
  web: {
    ...client,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
})

/** The error that a read rejects with. */
export async function failureOf(source: Source): Promise<unknown> {
  try {
    await source.read()
  } catch (error) {
    return error
  }
  throw new Error("the read was to fail")
}
