import { sourceFailure } from "@client-secrets/source-kit"
import { isLoopback } from "@client-secrets/source-kit/hosts"

const rule = "https, or http on this machine (localhost, 127.0.0.0/8, [::1])"

/** @throws {TypeError} for an `endpoint` to which no credentials may be sent */
export function checkEndpoint(endpoint: unknown): void {
  if (endpoint === undefined) return
  const url = typeof endpoint === "string" ? parseUrl(endpoint) : undefined
  if (url === undefined) throw new TypeError(`The option endpoint must be a whole URL: ${rule}.`)
  if (!isAllowed(url.protocol, url.hostname)) {
    throw new TypeError(`The option endpoint must be ${rule}. For anything else pass a client of your own.`)
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The option endpoint must be a URL without user name, password, query and fragment.")
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    // The engine's message holds the text.
    return undefined
  }
}

/** The part of an `HttpRequest` of the SDK that is used here. */
interface SdkRequest {
  readonly protocol?: unknown
  readonly hostname?: unknown
}

/**
 * A middleware of the SDK that holds the endpoint to the rule of the option, before anything is signed or sent.
 *
 * The SDK takes endpoints from `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SECRETS_MANAGER` and the profile too, and on Bun a
 * `.env` of the working directory sets such variables.
 */
export function checkRequest<Arguments extends object, Output>(
  next: (args: Arguments) => Promise<Output>,
): (args: Arguments) => Promise<Output> {
  return async args => {
    const { protocol, hostname } = (args as { request?: SdkRequest }).request ?? {}
    if (!isAllowed(String(protocol), String(hostname))) {
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
