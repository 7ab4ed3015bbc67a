import { readProperty } from "@client-secrets/recognize"
import { addressParts, isClientFile, isClientFileName, isEnvFileName } from "./client-file.ts"
import { filesAt, type ServedFolders } from "./served-files.ts"
import type { Request } from "./vite-types.ts"

/** Whether a request to the development server names a client file or a file with variables, or would be answered with one. */
export function asksForClientFile(request: Request, folders: ServedFolders, names: readonly string[]): boolean {
  return addressesOf(request).some(address => {
    const parts = addressParts(address)
    if (parts.some(part => isClientFileName(part, names) || isEnvFileName(part))) return true
    return filesAt(parts, folders).some(file => isClientFile(file, names))
  })
}

/** As it arrived, since Vite removes its base from `url`, and without the path below which an application has mounted the server. */
function addressesOf(request: Request): readonly string[] {
  return [readProperty(request, "originalUrl"), readProperty(request, "url")].filter(
    address => typeof address === "string",
  )
}
