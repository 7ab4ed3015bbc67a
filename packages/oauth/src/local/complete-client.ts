import {
  type AnyClientSecrets,
  createLoader,
  googleEndpoints,
  mandatoryMembers,
  type Source,
} from "@client-secrets/core"
import { isGoogleEndpoint } from "../client/google-endpoints.ts"
import { requireClient } from "../client/require-client.ts"
import type { LoaderLike } from "../flow/loader-like.ts"
import { ownProperties } from "../flow/options.ts"

/** The input of `signIn`: a client, or where it is. */
export type SignInInput = AnyClientSecrets | Source | LoaderLike

/** Members that local programs' files often lack. */
const optional = mandatoryMembers.filter(name => name !== "client_id")

/**
 * A loader for any input, whose clients have endpoints.
 *
 * @param warn receives a sentence, once, if the endpoints are not the file's
 * @throws {TypeError} for anything else
 */
export function toLoader(input: SignInInput, warn: (sentence: string) => void): LoaderLike {
  const complete = createCompletion(warn)
  const loader = findLoader(input)
  if (loader === undefined) {
    requireClient(input as AnyClientSecrets)
    const client = complete(input as AnyClientSecrets)
    return { get: async () => client, invalidate() {} }
  }
  const originals = new WeakMap<AnyClientSecrets, AnyClientSecrets>()
  return {
    async get(options) {
      const original = await loader.get(options)
      const completed = complete(original)
      originals.set(completed, original)
      return completed
    },
    invalidate: secrets => loader.invalidate(originals.get(secrets) ?? secrets),
  }
}

function findLoader(input: SignInInput): LoaderLike | undefined {
  const candidate = Object(input) as Partial<Source & LoaderLike>
  if (typeof candidate.read === "function") return createLoader(input as Source, { optional })
  if (typeof candidate.get === "function") return input as LoaderLike
  return undefined
}

function createCompletion(warn: (sentence: string) => void): (secrets: AnyClientSecrets) => AnyClientSecrets {
  let hasWarned = false
  return secrets => {
    // A single endpoint is a mistake, which the flow reports: Google's other one must not be added to it.
    const own = ownProperties(secrets)
    if (own.authUri !== undefined || own.tokenUri !== undefined) return Object.freeze(own)
    if (!hasWarned) warn("The client file names no auth_uri and no token_uri, so Google's are used.")
    hasWarned = true
    return Object.freeze(ownProperties({ ...own, ...googleEndpoints }))
  }
}

/** Whether the authorization endpoint is Google's. */
export function isGoogleClient({ authUri = "" }: AnyClientSecrets): boolean {
  return isGoogleEndpoint("auth_uri", authUri)
}
