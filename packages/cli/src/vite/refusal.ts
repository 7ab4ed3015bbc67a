/** Why an import of a client file fails, with the modules that led to it: the importer first, then the importer of that one. */
export function refusal(file: string, importers: readonly string[]): string {
  const chain = importers.toReversed().map((importer, index) => `${"  ".repeat(index)}${importer} imports\n`)
  return `A client file is imported by code for the browser, where everybody could read its secret:
${chain.join("")}${"  ".repeat(importers.length)}${file}
Import the public module instead (google.public.ts, which \`npx client-secrets generate\` writes), and load the file on the server.`
}
