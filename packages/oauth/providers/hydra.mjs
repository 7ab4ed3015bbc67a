import { existsSync, mkdirSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { freePort, run, startServer } from "./process.mjs"

const version = "2.3.0"
const authenticationMethods = { basic: "client_secret_basic", public: "none" }

/** Ory Hydra from the Go module proxy, with pages of ours for its sign-in and consent. */
export const hydra = {
  name: `Ory Hydra ${version}`,
  from: "Go",

  obtain(folder) {
    if (existsSync(join(folder, "hydra"))) return
    const { Dir } = JSON.parse(run("go", ["mod", "download", "-json", `github.com/ory/hydra/v2@v${version}`], folder))
    const source = join(folder, "hydra-source")
    run("cp", ["-r", Dir, source], folder)
    run("chmod", ["-R", "u+w", source], folder)
    // This folder is a module of its own, which the module's archive does not hold.
    run("go", ["mod", "edit", "-dropreplace", "github.com/ory/hydra-client-go/v2"], source)
    run("go", ["build", "-mod=mod", "-tags", "sqlite", "-o", join(folder, "hydra"), "."], source)
  },

  async start(folder, redirectUri) {
    const [port, adminPort, pagesPort] = [await freePort(), await freePort(), await freePort()]
    const [issuer, admin] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${adminPort}`]
    const data = join(folder, "hydra-data")
    mkdirSync(data, { recursive: true })
    const server = await startServer(join(folder, "hydra"), ["serve", "all", "--dev"], {
      folder: data,
      environment: {
        DSN: "memory",
        SECRETS_SYSTEM: "EXAMPLE_NOT_A_REAL_SYSTEM_SECRET",
        SERVE_PUBLIC_PORT: String(port),
        SERVE_PUBLIC_HOST: "127.0.0.1",
        SERVE_ADMIN_PORT: String(adminPort),
        SERVE_ADMIN_HOST: "127.0.0.1",
        URLS_SELF_ISSUER: issuer,
        URLS_LOGIN: `http://127.0.0.1:${pagesPort}/login`,
        URLS_CONSENT: `http://127.0.0.1:${pagesPort}/consent`,
      },
      url: `${issuer}/.well-known/openid-configuration`,
    })
    const pages = startPages(admin, pagesPort)
    const secrets = {
      post: "EXAMPLE-post-secret-1",
      basic: "EXAMPLE-basic-secret-1",
      native: "EXAMPLE-native-secret-1",
      public: undefined,
    }
    for (const [name, secret] of Object.entries(secrets)) await createClient(admin, name, secret, redirectUri)
    return {
      stop() {
        pages.close()
        server.stop()
      },
      issuer,
      scope: "openid offline_access",
      clients: secrets,
      lacks: { device: "no device flow" },
      async signIn(browser, url, decision) {
        pages.decision = decision
        await browser.open(url)
        return browser.arrived
      },
      async rotateSecret(client) {
        const secret = "EXAMPLE-rotated-secret-1"
        const headers = { "content-type": "application/json-patch+json" }
        const body = JSON.stringify([{ op: "replace", path: "/client_secret", value: secret }])
        await fetch(`${admin}/admin/clients/${client}-client`, { method: "PATCH", headers, body })
        return secret
      },
    }
  },
}

async function createClient(admin, name, secret, redirectUri) {
  const client = {
    client_id: `${name}-client`,
    client_secret: secret,
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris: name === "native" ? ["http://127.0.0.1/callback"] : [redirectUri],
    response_types: ["code"],
    scope: "openid offline_access",
    token_endpoint_auth_method: authenticationMethods[name] ?? "client_secret_post",
  }
  const headers = { "content-type": "application/json" }
  const answer = await fetch(`${admin}/admin/clients`, { method: "POST", headers, body: JSON.stringify(client) })
  if (answer.status !== 201) throw new Error(`Hydra did not take the client: ${answer.status}`)
}

/** The pages that Hydra leaves to others: they decide at once. */
function startPages(admin, port) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1")
    const kind = url.pathname.slice(1)
    const challenge = url.searchParams.get(`${kind}_challenge`)
    const at = `${admin}/admin/oauth2/auth/requests/${kind}`
    const query = `?${kind}_challenge=${challenge}`
    const asked = await (await fetch(at + query)).json()
    const isRefused = kind === "consent" && server.decision === "deny"
    const answer = isRefused
      ? { error: "access_denied", error_description: "The user declined." }
      : kind === "login"
        ? { subject: "ada" }
        : { grant_scope: asked.requested_scope, grant_access_token_audience: asked.requested_access_token_audience }
    const headers = { "content-type": "application/json" }
    const action = `${at}/${isRefused ? "reject" : "accept"}${query}`
    const { redirect_to } = await (await fetch(action, { method: "PUT", headers, body: JSON.stringify(answer) })).json()
    response.writeHead(302, { location: redirect_to }).end()
  })
  return server.listen(port, "127.0.0.1")
}
