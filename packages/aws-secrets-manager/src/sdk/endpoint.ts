import { isLoopback } from "@client-secrets/recognize"
import { ownProperty, sourceFailure } from "@client-secrets/source-kit"

const rule = "https, or http on this machine (localhost, 127.0.0.0/8, [::1])"

/** @throws {TypeError} for an `endpoint` to which no credentials may be sent */
export function checkEndpoint(endpoint: unknown): void {
  if (endpoint === undefined) return
  const url = typeof endpoint === "string" ? parseUrl(endpoint) : undefined
  if (url === undefined) throw new TypeError(`The option endpoint must be a whole URL: ${rule}.`)
  if (!isAllowed(url.protocol, url.hostname)) {
    throw new TypeError(`The option endpoint must be ${rule}. For anything else pass your own client.`)
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The option endpoint must be a URL without user name, password, query and fragment.")
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    // The engine's message contains the text.
    return undefined
  }
}

/**
 * A middleware of the SDK that applies the rule of the option to the endpoint, before anything is signed or sent.
 *
 * The SDK also reads endpoints from `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SECRETS_MANAGER` and the profile, and on Bun a
 * `.env` of the working directory sets such variables.
 */
export function checkRequest<Arguments extends object, Output>(
  next: (args: Arguments) => Promise<Output>,
): (args: Arguments) => Promise<Output> {
  return async args => {
    const request = ownProperty(args, "request")
    if (!isAllowed(String(ownProperty(request, "protocol")), String(ownProperty(request, "hostname")))) {
      throw sourceFailure(
        "unsupported",
        `The AWS SDK would send the request to an endpoint that is not ${rule}. ` +
          "Check AWS_ENDPOINT_URL_SECRETS_MANAGER, AWS_ENDPOINT_URL and endpoint_url in the AWS profile.",
      )
    }
    return next(args)
  }
}

function isAllowed(protocol: string, hostname: string): boolean {
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname))
}
