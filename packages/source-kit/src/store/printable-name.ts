import { printPath } from "../printable.ts"

/** A name in a store's secret, where it can be shown: a user who confuses name and value may have written the secret there. */
export function printableName(name: string): string | undefined {
  return /^[A-Za-z][\w.-]{0,39}$/.test(name) && printPath(name) === name ? name : undefined
}
