import type { EmittedFile } from "./model.ts"

/** @throws {TypeError} for a file that an emitter cannot have meant: one outside the folder, or two of one name. */
export function checkFiles(files: readonly EmittedFile[]): void {
  const seen = new Set<string>()
  for (const { path, text } of files) {
    if (typeof path !== "string" || typeof text !== "string") {
      throw new TypeError("An emitter gives files { path, text }.")
    }
    const isBelow = path.split("/").every(part => part !== "" && part !== "." && part !== "..")
    if (!isBelow || /[\p{C}\\:]/u.test(path)) {
      throw new TypeError("An emitter's path is relative, with slashes, without `..`.")
    }
    // Some file systems do not tell capitals from small letters.
    if (seen.has(path.toLowerCase())) throw new TypeError("Two emitters give files of one name.")
    seen.add(path.toLowerCase())
  }
}
