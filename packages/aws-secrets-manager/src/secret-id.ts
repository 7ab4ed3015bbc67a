/** Refuses what cannot be a secret's name or ARN: it stands in messages, in a query and, as an ARN, in a host's name. */
export function checkSecretId(secretId: unknown): void {
  if (typeof secretId !== "string" || !/^[\w/+=.@!:-]{1,2048}$/.test(secretId)) {
    throw new TypeError("secretId takes the name or ARN of a secret.")
  }
}

/** What may be meant by an id at which AWS knows no secret. */
export function hintOf(secretId: string): string | undefined {
  const suffix = /-([a-z\d]{6})$/i.exec(secretId)?.[1]
  // AWS guesses at an ARN without the suffix, and takes a name that itself ends so for a whole one.
  if (secretId.startsWith("arn:")) return suffix ? undefined : "The ARN lacks its end: a hyphen and six characters."
  // A word such as -client is a part of the name.
  return /[A-Z\d]/.test(suffix ?? "") ? "A name goes without the six characters at its ARN's end." : undefined
}
