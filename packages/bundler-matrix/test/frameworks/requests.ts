import { findSecret } from "@client-secrets/codegen"
import type { Framework } from "./frameworks.ts"
import { type Place, type Project, places, publicName } from "./project.ts"
import type { Server } from "./server.ts"

/**
 * The requested addresses, as in the table: PROJECT, WORKSPACE and REPOSITORY are folders on disk, SOURCE and PUBLIC those
 * of the framework. An address of Vite itself, which begins with `/@`, gets the framework's base.
 */
export const requests: readonly string[] = [
  "/client_secrets.json",
  "/client_secrets.json?raw",
  "/client_secrets.json?import",
  "/client_secrets.json?import&raw",
  "/client_secrets.json?import&url&inline",
  "/client_secrets.json?url",
  "/client%5Fsecrets.json",
  "/%63lient_secrets%2ejson?raw",
  "/client_secrets%252ejson",
  "/CLIENT_SECRETS.JSON",
  "//client_secrets.json",
  "/SOURCE/../client_secrets.json",
  "/SOURCE/%2e%2e/client_secrets.json",
  "/@fsPROJECT/client_secrets.json",
  "/@fsPROJECT/client_secrets.json?raw",
  "/@fsPROJECT/client_secrets.json?import",
  "/@fsPROJECT/client_secrets.json?import&raw",
  "/@fsPROJECT/client_secrets.json?import&url&inline",
  "/@fsPROJECT/client_secrets.json?url",
  "/@fsPROJECT/client%5Fsecrets%2ejson",
  "/@fsPROJECT/client_secrets%252ejson",
  "/@fsPROJECT/SOURCE/../client_secrets.json",
  "/@id/PROJECT/client_secrets.json?import",
  "/SOURCE/server/client_secrets.json",
  "/@fsPROJECT/SOURCE/server/client_secrets.json",
  "/@fsPROJECT/SOURCE/server/client_secrets.json?import",
  "/@fsPROJECT/node_modules/example/client_secrets.json",
  "/@fsWORKSPACE/client_secrets.json",
  "/@fsWORKSPACE/client_secrets.json?raw",
  "/@fsREPOSITORY/infra/client_secrets.json",
  `/${publicName}`,
  `/${publicName}?raw`,
  `/${publicName}?import`,
  `/${publicName.replace("_", "%5f").replace(".", "%2e")}`,
  `/PUBLIC/${publicName}`,
  `/@fsPROJECT/PUBLIC/${publicName}`,
  "/keys/google.json",
  "/keys/google.json?import",
  "/keys/google%2ejson",
  "/config/google.json",
  "/config/google.json?import",
  "/SOURCE/../config/google.json",
  "/config/%67oogle.json?raw",
  "/@fsPROJECT/config/google.json",
  "/@fsPROJECT/config/google.json?raw",
  "/@fsPROJECT/config/google.json?import",
  "/.env",
  "/.env?raw",
  "/%2eenv",
  "/@fsPROJECT/.env",
  "/@fsPROJECT/.env?raw",
  "/@fsPROJECT/.env?import&raw",
]

export interface Measured {
  readonly request: string
  /**
   * `served`: the file, unchanged. `module`: code that contains it. `refused`: an error status. `page`: another answer without
   * it, such as a page of the application.
   */
  readonly answer: "served" | "module" | "refused" | "page"
  /** The file that the answer contains. */
  readonly leaked: Place | undefined
}

/** Sends each request to a server. */
export async function measure(server: Server, framework: Framework, project: Project): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const request of requests) {
    const { status, type, body } = await server.ask(addressOf(request, framework, project))
    const leaked = places.find(place => findSecret(body, project.files[place].secret).length > 0)
    const without = status >= 400 ? "refused" : "page"
    const answer = leaked === undefined ? without : type.includes("javascript") ? "module" : "served"
    measured.push({ request, answer, leaked })
  }
  return measured
}

function addressOf(request: string, framework: Framework, { root, workspace, repository }: Project): string {
  const address = request
    .replace("PROJECT", root)
    .replace("WORKSPACE", workspace)
    .replace("REPOSITORY", repository)
    .replace("SOURCE", framework.sourceFolder)
    .replace("PUBLIC", framework.publicFolder)
  return request.startsWith("/@") ? (framework.viteBase ?? "") + address : address
}
