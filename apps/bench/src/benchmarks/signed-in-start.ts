import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSecret } from "@client-secrets/core"
import { fileTokenStore } from "@client-secrets/oauth/local"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times } from "../formats.ts"
import { measurePrograms } from "../measure-programs.ts"

const ours = "client-secrets, signIn()"
const theirs = "google-auth-library, token.json"

const programs: Readonly<Record<string, string>> = {
  [ours]: "signed-in-start/client-secrets.mjs",
  [theirs]: "signed-in-start/google-auth-library.mjs",
  "fetch, nothing checked": "signed-in-start/fetch.mjs",
}

const issuer = "https://as.example.com"
const client = {
  client_id: "bench-client",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["http://localhost"],
  auth_uri: `${issuer}/auth`,
  token_uri: `${issuer}/token`,
}

export const signedInStart: Benchmark = {
  name: "signed-in-start",
  title: "A signed-in program's first answer",
  async run(effort: Effort): Promise<Result> {
    const place = await setUp()
    try {
      const count = runs(effort, 40, 2)
      const durations = await measurePrograms(programs, place.environment, count)
      const against = (name: string, form: "installed" | "bundled"): number =>
        durations[name]![form].own / durations[theirs]![form].own
      return {
        columns: [
          { title: "installed", format: milliseconds },
          { title: "own", format: milliseconds },
          { title: "against", format: times },
          { title: "bundled", format: milliseconds },
          { title: "own", format: milliseconds },
          { title: "against", format: times },
        ],
        rows: Object.keys(programs).map(label => ({
          label,
          figures: (["installed", "bundled"] as const).flatMap(form => [
            durations[label]![form].whole,
            durations[label]![form].own,
            against(label, form),
          ]),
        })),
        notes: [
          `Node ${process.versions.node} starts, reads the client file and a stored access token that is still valid, and sends a request to a server on this machine; ours reads a fileTokenStore, google-auth-library its token.json; median of ${count} interleaved runs. "own" excludes Node's own start, and is the compared figure.`,
          "The last row is the minimum: Node loads its fetch, and reads one file.",
        ],
        goals: [
          {
            promise: "installed, less than the own time of google-auth-library",
            figure: against(ours, "installed"),
            isReached: against(ours, "installed") < 1,
          },
        ],
      }
    } finally {
      await place.tearDown()
    }
  },
}

/** A client file, the same sign-in in both forms, and an API that echoes the requests. */
async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "bench-signed-in-"))
  const file = (name: string) => join(folder, name)
  const expiresAt = Date.now() + 3_600_000
  writeFileSync(file("client_secrets.json"), JSON.stringify({ installed: client }))
  const plain = { access_token: "EXAMPLE_ACCESS_TOKEN", refresh_token: "EXAMPLE_REFRESH_TOKEN", expiry_date: expiresAt }
  writeFileSync(file("token.json"), JSON.stringify(plain))
  await fileTokenStore(file("tokens")).set(
    { clientId: client.client_id, issuer: client.auth_uri, tokenUri: client.token_uri, account: "" },
    {
      accessToken: createSecret(plain.access_token),
      refreshToken: createSecret(plain.refresh_token),
      tokenType: "bearer",
      scope: "calendar",
      expiresAt,
    },
  )
  const server = createServer((request, response) => response.end(request.headers.authorization))
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    environment: {
      CLIENT_FILE: file("client_secrets.json"),
      TOKEN_FILE: file("token.json"),
      TOKEN_FOLDER: file("tokens"),
      API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    },
    async tearDown() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true })
    },
  }
}
