import { ClientSecretsError, createLoader, envSource, firstOf } from "client-secrets"
import { awsSecretsManagerSource } from "client-secrets/aws-secrets-manager"
import { type AuthorizationRequest, createFlow } from "client-secrets/oauth"
import { type Answer, cookieNamed, cookieThatEnds, type Event, sessionCookie } from "./http.ts"

const { SECRET_ID = "prod/google", SECRET_TTL_SECONDS = "300" } = process.env

// One for all invocations of this execution environment. Nothing is read before the first invocation: a request that was
// signed while Lambda initialized could be sent minutes later, when its signature has expired.
const google = createLoader(firstOf(envSource(), awsSecretsManagerSource(SECRET_ID)), {
  type: "web",
  ttl: Number(SECRET_TTL_SECONDS) * 1000,
  // Within the function's own time limit, which is 3 s by default.
  timeout: 2_500,
})
const flow = createFlow(google, { scope: "email" })

/** The user's part of a sign-in that has begun: state and PKCE verifier, which only this browser has. */
const cookieName = "__Host-sign-in"

/** The redirect URI of a web client: redirects the user to the authorization server, and receives the returned code. */
export async function handler({ rawQueryString = "", cookies = [] }: Event): Promise<Answer> {
  if (rawQueryString === "") return beginSignIn()
  const request = parseRequest(cookieNamed(cookieName, cookies))
  if (request === undefined) return startAgain("This browser has not started a sign-in here, or took too long.")
  try {
    return await finishSignIn(request, rawQueryString)
  } catch (error) {
    // An error of the store ends the invocation, and is in the logs.
    if (!isOfBrowser(error)) throw error
    return startAgain("The sign-in was not completed.")
  }
}

/** Whether the browser's request is to blame: a TypeError means that the cookie was changed. */
function isOfBrowser(error: unknown): boolean {
  if (ClientSecretsError.is(error)) return error.code === "untrusted_response" || error.code === "rejected"
  return error instanceof TypeError
}

async function beginSignIn(): Promise<Answer> {
  const request = await flow.authorizationRequest()
  const value = Buffer.from(JSON.stringify(request)).toString("base64url")
  return { statusCode: 302, headers: { location: request.url }, cookies: [sessionCookie(cookieName, value)] }
}

/** The flow notices a secret that was rotated since it was read, reads the new one and continues. */
async function finishSignIn(request: AuthorizationRequest, query: string): Promise<Answer> {
  // The tokens are not stored: here your program would look up the user and begin a session.
  await flow.exchange(`${request.redirectUri}?${query}`, request)
  return { statusCode: 200, body: "You are signed in.", cookies: [cookieThatEnds(cookieName)] }
}

function startAgain(reason: string): Answer {
  return { statusCode: 400, body: `${reason} Start again.`, cookies: [cookieThatEnds(cookieName)] }
}

/** The flow itself checks its content. */
function parseRequest(value: string | undefined): AuthorizationRequest | undefined {
  if (value === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(value, "base64url").toString())
  } catch {
    return undefined
  }
}
