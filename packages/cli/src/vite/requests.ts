import { readProperty } from "@client-secrets/recognize"
import { addressParts, isClientFile, isClientFileName, isEnvFileName } from "./client-file.ts"
import { filesAt, type ServedFolders } from "./served-files.ts"
import type { Request } from "./vite-types.ts"

/** Whether a request to the development server names a client file or a file with variables, or would be answered with one. */
export function asksForClientFile(request: Request, folders: ServedFolders, names: readonly string[]): boolean {
  const parts = addressParts(addressOf(request))
  if (parts.some(part => isClientFileName(part, names) || isEnvFileName(part))) return true
  return filesAt(parts, folders).some(file => isClientFile(file, names))
}

/** As it arrived: Vite removes its base from `url`. */
function addressOf(request: Request): string {
  const address = readProperty(request, "originalUrl") ?? readProperty(request, "url")
  return typeof address === "string" ? address : ""
}
