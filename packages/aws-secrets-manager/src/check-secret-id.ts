/** Refuses what cannot be a secret's name or ARN: it stands in messages, in a query and, as an ARN, in a host's name. */
export function checkSecretId(secretId: unknown): void {
  if (typeof secretId !== "string" || !/^[\w/+=.@!:-]{1,2048}$/.test(secretId)) {
    throw new TypeError("secretId takes the name or ARN of a secret.")
  }
}
