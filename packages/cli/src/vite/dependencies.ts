import { isClientFile } from "./client-file.ts"
import { refusal } from "./refusal.ts"

/**
 * A plugin of Rolldown, with which Vite 8 bundles dependencies for its development server, without the plugins of the project. A client
 * file becomes a module that throws: an error would refuse all dependencies together.
 */
export function withoutClientFiles(names: readonly string[]): object {
  return {
    name: "client-secrets",
    load(id: string) {
      const path = id.split("?")[0]!
      if (!isClientFile(path, names)) return undefined
      return { code: `throw new Error(${JSON.stringify(refusal(path, []))})`, moduleType: "js" }
    },
  }
}
