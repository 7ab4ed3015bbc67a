import type { ClientSecretsErrorCode } from "@client-secrets/core"

type Meaning = readonly [words: RegExp, code: ClientSecretsErrorCode, transient?: boolean]

/**
 * What an error of AWS means for a reader of a secret; `undefined` where it means that there is no such secret.
 *
 * The status says little, since Secrets Manager answers 400 to nearly everything, throttling included. So names are told
 * by their words: those of GetSecretValue, the API reference's "Common Errors", and the SDK's list of throttling errors.
 *
 * @param text what AWS wrote besides; never printed
 */
export function meaningOf(name: unknown, text: string, status: number): Meaning | undefined {
  // "You provided a VersionStage that is not associated to the provided VersionId": an InvalidRequestException too.
  const mismatch = /VersionStage/.test(text) && notFound
  const meaning = mismatch || meanings.find(([words]) => words.test(`${name} ${status}`))
  // "Secrets Manager can't find the specified secret value for staging label: …": then the secret itself is there.
  return meaning === notFound && !mismatch && !/secret value/.test(text) ? undefined : meaning
}

const notFound: Meaning = [/ResourceNotFound/, "not_found"]
const meanings: readonly Meaning[] = [
  notFound,
  // The secret is marked for deletion; its other causes are those of other operations.
  [/InvalidRequest/, "revoked"],
  [/InvalidParam|Validation/, "unsupported"],
  [/Throttl|TooMany|Exceeded| 429/, "throttled", true],
  // Credentials that ran out say nothing about the permission: a good copy may bridge that.
  [/Expired/, "denied", true],
  [/Denied|Client|Auth|Signature|Decrypt| 40[13]/, "denied"],
  [/Timeout/, "timeout", true],
  [/ 3..$/, "redirected"],
  [/ /, "unavailable", true],
]
