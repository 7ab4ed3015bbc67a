import { ClientSecretsError, type Source } from "@client-secrets/core"
import { pathOf, printPath, readBoundedFile, runFileWork } from "@client-secrets/source-kit"
import type { OAuth2Client } from "google-auth-library"
import { ownProperties, readScope, requireOptions } from "../flow/options.ts"
import { signIn } from "./sign-in.ts"
import type { SignInOptions } from "./sign-in-options.ts"

/** Options of `authenticate`: those of @google-cloud/local-auth, and any of `signIn`. */
export interface LocalAuthOptions extends Omit<SignInOptions, "scope"> {
  /** The client file, such as `credentials.json`. */
  readonly keyfilePath: string
  readonly scopes: string | readonly string[]
}

/** Where sign-ins are kept if the program does not name itself. Each client file has its own entries there. */
const sharedApp = "client-secrets-local-auth"

const maxBytes = 65_536

/**
 * Does what `authenticate` of @google-cloud/local-auth does, and keeps the sign-in: the second run opens no browser.
 *
 * The client has access tokens only, which it gets from `refreshHandler`: neither the client secret nor the refresh
 * token is in it. A program that stored `client.credentials.refresh_token` by itself no longer needs to. Needs
 * google-auth-library, which programs of googleapis have.
 *
 * @example
 * ```ts
 * const auth = await authenticate({
 *   keyfilePath: "credentials.json",
 *   scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
 * })
 * const calendar = google.calendar({ version: "v3", auth })
 * ```
 * @throws {ClientSecretsError} as `signIn`; `unsupported` without google-auth-library
 * @throws {TypeError} without `keyfilePath` or `scopes`
 */
export async function authenticate(options: LocalAuthOptions): Promise<OAuth2Client> {
  const own = requireOptions(options)
  const { keyfilePath, app = sharedApp } = own
  if (typeof keyfilePath !== "string" || keyfilePath === "")
    throw new TypeError("authenticate() needs `keyfilePath`, the path of the client file.")
  const Client = await importClient()
  const authorization = await signIn(keyFile(keyfilePath), { ...own, app, scope: readScope(own, "scopes") })
  // Without a prototype: the library would read its endpoints and its proxy from a polluted one.
  const client = new Client(ownProperties({ forceRefreshOnFailure: true }))
  const { refreshHandler, tokens } = authorization
  client.refreshHandler = refreshHandler
  const credentials = await refreshHandler()
  client.setCredentials({ ...credentials, token_type: "Bearer", ...(tokens && { scope: tokens.scope }) })
  return client
}

async function importClient(): Promise<typeof OAuth2Client> {
  try {
    return (await import("google-auth-library")).OAuth2Client
  } catch {
    throw new ClientSecretsError(
      "unsupported",
      "authenticate() needs google-auth-library: npm install google-auth-library",
    )
  }
}

function keyFile(path: string): Source {
  const place = pathOf(path)
  return {
    name: `file ${printPath(place)}`,
    async read() {
      const found = await runFileWork(readBoundedFile(place, maxBytes))
      if (found === "directory")
        throw new ClientSecretsError("unsupported", `${printPath(place)} is a folder: keyfilePath must name the file.`)
      return found && { content: found.bytes }
    },
  }
}
