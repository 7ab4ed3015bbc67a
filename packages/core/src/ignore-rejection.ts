/**
 * For a function of the user that is called and not waited for: the rejection of a promise that it returned would end a
 * Node process.
 */
export function ignoreRejection(returned: unknown): void {
  if (typeof returned === "object" && returned !== null) Promise.resolve(returned).catch(() => {})
}
