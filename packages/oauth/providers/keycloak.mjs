import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { freePort, run, startServer } from "./process.mjs"

const version = "26.7.3"
const admin = { username: "admin", password: "EXAMPLE_NOT_A_REAL_PASSWORD" }
const user = { username: "ada", password: "EXAMPLE_NOT_A_REAL_PASSWORD" }

/** Keycloak from Maven Central, with a realm whose refresh tokens rotate. */
export const keycloak = {
  name: `Keycloak ${version}`,
  from: "Maven",

  obtain(folder) {
    const home = join(folder, `keycloak-${version}`)
    if (existsSync(home)) return
    const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:zip`
    run("mvn", ["-q", "-B", "dependency:get", `-Dartifact=${artifact}`, "-Dtransitive=false"], folder)
    const repository = join(homedir(), ".m2/repository/org/keycloak/keycloak-quarkus-dist")
    run("unzip", ["-q", join(repository, version, `keycloak-quarkus-dist-${version}.zip`), "-d", folder], folder)
  },

  async start(folder, redirectUri) {
    const [port, management] = [await freePort(), await freePort()]
    const origin = `http://127.0.0.1:${port}`
    const home = join(folder, `keycloak-${version}`)
    const secrets = {
      post: "EXAMPLE-post-secret-1",
      basic: "EXAMPLE:basic/secret+%with&odd=chars",
      native: "EXAMPLE-native-1",
      public: undefined,
    }
    mkdirSync(join(home, "data/import"), { recursive: true })
    writeFileSync(join(home, "data/import/test-realm.json"), JSON.stringify(realm(secrets, redirectUri)))
    const server = await startServer(
      join(home, "bin/kc.sh"),
      [
        "start-dev",
        "--import-realm",
        `--http-port=${port}`,
        `--http-management-port=${management}`,
        "--http-host=127.0.0.1",
      ],
      {
        folder: home,
        environment: { KC_BOOTSTRAP_ADMIN_USERNAME: admin.username, KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password },
        url: `${origin}/realms/test/.well-known/openid-configuration`,
      },
    )
    return {
      ...server,
      issuer: `${origin}/realms/test`,
      scope: "openid email offline_access",
      clients: secrets,
      async signIn(browser, url, decision) {
        await browser.open(url)
        if (browser.arrived === undefined && browser.text.includes('name="password"'))
          await browser.submit(user, undefined)
        if (browser.arrived === undefined) await browser.submit({}, decision === "deny" ? "cancel" : "accept")
        return browser.arrived
      },
      async rotateSecret(client) {
        const token = await adminToken(origin)
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
        const clients = `${origin}/admin/realms/test/clients`
        const [{ id }] = await (await fetch(`${clients}?clientId=${client}-client`, { headers })).json()
        const answer = await fetch(`${clients}/${id}/client-secret`, { method: "POST", headers, body: "{}" })
        return (await answer.json()).value
      },
    }
  },
}

async function adminToken(origin) {
  const body = new URLSearchParams({ grant_type: "password", client_id: "admin-cli", ...admin })
  const url = `${origin}/realms/master/protocol/openid-connect/token`
  return (await (await fetch(url, { method: "POST", body })).json()).access_token
}

function realm(secrets, redirectUri) {
  const clients = Object.entries(secrets).map(([name, secret]) => ({
    clientId: `${name}-client`,
    ...(secret === undefined ? { publicClient: true } : { secret }),
    redirectUris: name === "native" ? ["http://127.0.0.1/callback"] : [redirectUri],
    clientAuthenticatorType: "client-secret",
    consentRequired: true,
    standardFlowEnabled: true,
    attributes: { "oauth2.device.authorization.grant.enabled": "true" },
    optionalClientScopes: ["offline_access"],
    defaultClientScopes: ["profile", "email", "basic"],
  }))
  return {
    realm: "test",
    enabled: true,
    sslRequired: "none",
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    users: [
      {
        username: user.username,
        firstName: "Ada",
        lastName: "Lovelace",
        email: "ada@example.com",
        emailVerified: true,
        enabled: true,
        credentials: [{ type: "password", value: user.password }],
        realmRoles: ["offline_access"],
      },
    ],
    clients,
  }
}
