/** Why an import of a client file fails, with the modules that led to it: the importer first, then the importer of that one. */
export function refusal(file: string, importers: readonly string[]): string {
  const chain = importers.toReversed().map((importer, index) => `${"  ".repeat(index)}${importer} imports\n`)
  return `A client file is imported by code for the browser, where everybody could read its secret:
${chain.join("")}${"  ".repeat(importers.length)}${file}
Import the public module instead (google.public.ts, which \`npx client-secrets generate\` writes), and load the file on the server.`
}

/** Why the build of a server fails that would emit a client file: frameworks move the assets of a server to those of the browser. */
export function assetRefusal(file: string): string {
  return `A client file would be published, since code for the server imports it as an asset:
${file}
Read the file on the server by its path instead, as \`loadClientSecrets\` does.`
}
