import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { freePort, run, startServer } from "./process.mjs"

const version = "2.45.1"
const repository = "https://github.com/dexidp/dex"
// The hash is of "password", as in Dex's own example.
const user = { login: "ada@example.com", password: "password" }
const hash = "$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W"

/** Dex from its repository, or from a checkout that DEX_SOURCE names: its releases are not versions for Go's tools. */
export const dex = {
  name: `Dex ${version}`,
  from: "its repository",

  obtain(folder) {
    if (existsSync(join(folder, "dex"))) return
    const source = process.env.DEX_SOURCE ?? join(folder, "dex-source")
    if (!existsSync(source))
      run("git", ["clone", "--quiet", "--depth", "1", "--branch", `v${version}`, repository, source], folder)
    // Its store is in memory here: the one that needs a C compiler is left out.
    run("go", ["build", "-o", join(folder, "dex"), "./cmd/dex"], source, { CGO_ENABLED: "0" })
  },

  async start(folder, redirectUri) {
    const port = await freePort()
    const issuer = `http://127.0.0.1:${port}/dex`
    const secrets = {
      post: "EXAMPLE-post-secret-1",
      basic: "EXAMPLE-basic-secret-1",
      native: "EXAMPLE-native-secret-1",
      public: undefined,
    }
    const data = join(folder, "dex-data")
    mkdirSync(data, { recursive: true })
    // JSON is YAML.
    writeFileSync(join(data, "config.yaml"), JSON.stringify(configuration(issuer, port, secrets, redirectUri)))
    const server = await startServer(join(folder, "dex"), ["serve", "config.yaml"], {
      folder: data,
      url: `${issuer}/.well-known/openid-configuration`,
    })
    return {
      ...server,
      issuer,
      scope: "openid email offline_access",
      clients: secrets,
      // RFC 6749 says invalid_grant.
      deadToken: "invalid_request",
      // Dex sends the browser from its device page to /device/callback, which a client with redirect URIs may not have.
      deviceClient: "native",
      lacks: {
        "revoking twice": "no revocation endpoint",
        denial: "it shows its own page, and does not send the browser back",
        "secret rotation heals": "the secrets of its configuration are read once",
      },
      async signIn(browser, url) {
        await browser.open(url)
        if (browser.text.includes('name="user_code"')) await browser.submit({}, undefined)
        if (browser.arrived === undefined && browser.text.includes('name="password"'))
          await browser.submit(user, undefined)
        if (browser.arrived === undefined) await browser.submit({}, "Grant Access")
        return browser.arrived
      },
    }
  },
}

function configuration(issuer, port, secrets, redirectUri) {
  return {
    issuer,
    storage: { type: "memory" },
    web: { http: `127.0.0.1:${port}` },
    expiry: { refreshTokens: { reuseInterval: "0s" } },
    enablePasswordDB: true,
    staticPasswords: [{ email: user.login, hash, username: "ada", userID: "ada" }],
    staticClients: Object.entries(secrets).map(([name, secret]) => ({
      id: `${name}-client`,
      name,
      secret,
      public: name === "native" || name === "public",
      // Without any, a public client may have every loopback address.
      ...(name !== "native" && { redirectURIs: [redirectUri] }),
    })),
  }
}
