import { createInterface } from "node:readline"
import { ClientSecretsError } from "@client-secrets/core"
import { parseUri } from "../../client/uri.ts"
import type { AuthorizationRequest } from "../../flow/flow.ts"
import { ownProperties } from "../../flow/options.ts"

/** Where the lines come from that a user types. */
export type ReadLine = () => Promise<string | undefined>

/** Asks for the address that the browser ended at, until it is this request's. */
export async function askForRedirect(
  { redirectUri, state }: AuthorizationRequest,
  readLine: ReadLine,
  print: (line: string) => void,
): Promise<string> {
  for (;;) {
    print("Paste the whole address that the browser ends at; that its page cannot be reached does not matter:")
    const line = await readLine()
    if (line === undefined)
      throw new ClientSecretsError("aborted", "The input ended before the address of the redirect was pasted.")
    const url = parseUri(line.trim())
    const wanted = parseUri(redirectUri)!
    if (url?.host === wanted.host && url.pathname === wanted.pathname && url.searchParams.get("state") === state)
      return url.href
    print("That is not the address that this sign-in ends at.")
  }
}

/** Lines of the standard input. */
export function readStandardInput(): { readLine: ReadLine; close(): void } {
  const lines = createInterface(ownProperties({ input: process.stdin }))
  const iterator = lines[Symbol.asyncIterator]()
  return {
    readLine: async () => (await iterator.next()).value as string | undefined,
    close() {
      lines.close()
      process.stdin.unref?.()
    },
  }
}
