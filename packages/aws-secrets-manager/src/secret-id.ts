/** Refuses what cannot be a secret's name or ARN: it stands in messages, in a query and, as an ARN, in a host's name. */
export function checkSecretId(secretId: unknown): void {
  if (typeof secretId !== "string" || !/^[\w/+=.@!:-]{1,2048}$/.test(secretId)) {
    throw new TypeError("secretId takes a name or an ARN.")
  }
}

/** What may be meant by an id at which AWS knows no secret. */
export function hintOf(secretId: string): string | undefined {
  const end = /-[a-z\d]{6}$/i.exec(secretId)?.[0] ?? ""
  // AWS guesses at an ARN without its end, and takes a name that itself ends so for a whole one. A word such as -client is
  // a part of the name.
  const isMistaken = secretId.startsWith("arn:") ? !end : /[A-Z\d]/.test(end)
  return isMistaken ? "An ARN ends in -XXXXXX, a name does not." : undefined
}
