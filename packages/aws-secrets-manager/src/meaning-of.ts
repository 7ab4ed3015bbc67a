import type { ClientSecretsErrorCode } from "@client-secrets/core"

type Meaning = readonly [words: RegExp, code?: ClientSecretsErrorCode, transient?: boolean]

/**
 * What an error of AWS means for a reader of a secret; without a code where it means that there is no such secret.
 *
 * The status says little, since Secrets Manager answers 400 to nearly everything, throttling included. So names are told
 * by their words: those of GetSecretValue, the API reference's "Common Errors", and the SDK's list of throttling errors.
 *
 * @param text what AWS wrote besides; never printed
 */
export function meaningOf(name: unknown, text: string, status: number | string): Meaning {
  // "Secrets Manager can't find the specified secret value for staging label: …": then the secret itself is there. So it is
  // with "You provided a VersionStage that is not associated to the provided VersionId", an InvalidRequestException.
  const isOfVersion = /secret value|VersionStage/.test(text)
  return meanings.find(([words]) => words.test(`${name} ${isOfVersion} ${status}`))!
}

const meanings: readonly Meaning[] = [
  [/(NotFound|InvalidRequest).* true/, "not_found"],
  [/ResourceNotFound/],
  // The secret is marked for deletion; its other causes are those of other operations.
  [/InvalidRequest/, "revoked"],
  [/InvalidParam|Validation/, "unsupported"],
  [/Throttl|TooMany|Exceeded| 429/, "throttled", true],
  // Credentials that ran out say nothing about the permission: a good copy may bridge that.
  [/Expired/, "denied", true],
  [/Denied|Client|Auth|Sign|Decrypt| 40[13]/, "denied"],
  [/Timeout/, "timeout", true],
  [/ 3..$/, "redirected"],
  [/ /, "unavailable", true],
]
