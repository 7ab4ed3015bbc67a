import type { SourceAbsence } from "@client-secrets/core"
import { describeType, printPath } from "@client-secrets/source-kit"

/** Refuses what cannot be a secret's name or ARN: it appears in messages, in a query and, as an ARN, in a host name. */
export function checkSecretId(secretId: unknown): asserts secretId is string {
  if (typeof secretId !== "string") {
    throw new TypeError(`secretId must be a string, the secret's name or its ARN; received ${describeType(secretId)}.`)
  }
  if (/^[\w/+=.@!:-]{1,2048}$/.test(secretId)) return
  throw new TypeError("secretId must be the secret's name or its ARN: letters, digits and /_+=.@-!: only.")
}

/** Where a secret was searched for that does not exist. */
export function describeAbsence(secretId: string, service: string): SourceAbsence {
  const name = printPath(secretId)
  return {
    place: `the secret ${name} in ${service}`,
    remedy: `store the client file as the secret ${name}`,
    advice: adviseOnSecretId(secretId),
  }
}

/** What an id that AWS does not know may mean. */
export function adviseOnSecretId(secretId: string): string | undefined {
  const end = /-[a-z\d]{6}$/i.exec(secretId)?.[0]
  if (secretId.startsWith("arn:")) {
    // AWS guesses which secret is meant by an ARN without its end.
    return end === undefined ? "The ARN is incomplete: a whole one ends in a hyphen and six characters." : undefined
  }
  // A word such as -client is part of a name; what AWS appends has digits or capitals.
  if (end === undefined || !/[A-Z\d]/.test(end)) return undefined
  return "The name seems to end in the six characters that AWS appends in an ARN: leave them out."
}

/**
 * The region in an ARN; `undefined` for a name.
 *
 * @throws {TypeError} for the ARN of something else: the region becomes part of a host name
 */
export function regionOf(secretId: string): string | undefined {
  if (!secretId.startsWith("arn:")) return undefined
  const region = /^arn:aws[a-z-]*:secretsmanager:([a-z\d-]+):\d{12}:secret:[^:]+$/.exec(secretId)?.[1]
  if (region !== undefined) return region
  throw new TypeError(
    "secretId is an ARN, but not one of a secret. That begins with arn:aws:secretsmanager:REGION:ACCOUNT:secret: and the name.",
  )
}
