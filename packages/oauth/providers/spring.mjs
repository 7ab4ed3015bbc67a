import { cpSync, existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort, run, startServer } from "./process.mjs"

const jar = "spring/target/authorization-server-1.jar"
const user = { username: "ada", password: "EXAMPLE_NOT_A_REAL_PASSWORD" }

/** Spring Authorization Server from Maven Central, with Spring Boot's defaults. */
export const spring = {
  name: "Spring Authorization Server (Boot 3.5.9)",
  from: "Maven",

  obtain(folder) {
    if (existsSync(join(folder, jar))) return
    cpSync(fileURLToPath(new URL("./spring", import.meta.url)), join(folder, "spring"), { recursive: true })
    run("mvn", ["-q", "-B", "-DskipTests", "package"], join(folder, "spring"))
  },

  async start(folder, redirectUri) {
    const port = await freePort()
    const issuer = `http://127.0.0.1:${port}`
    const secrets = {
      post: "EXAMPLE-post-secret-1",
      basic: "EXAMPLE-basic-secret-1",
      denied: "EXAMPLE-denied-secret-1",
    }
    const properties = {
      "server.port": port,
      "server.address": "127.0.0.1",
      "spring.security.user.name": user.username,
      "spring.security.user.password": user.password,
      "spring.security.oauth2.authorizationserver.issuer": issuer,
    }
    for (const [name, secret] of Object.entries(secrets)) {
      const client = `spring.security.oauth2.authorizationserver.client.${name}`
      Object.assign(properties, {
        [`${client}.registration.client-id`]: `${name}-client`,
        [`${client}.registration.client-secret`]: `{noop}${secret}`,
        [`${client}.registration.client-authentication-methods`]:
          name === "basic" ? "client_secret_basic" : "client_secret_post",
        [`${client}.registration.authorization-grant-types`]: "authorization_code,refresh_token",
        [`${client}.registration.redirect-uris`]: redirectUri,
        [`${client}.registration.scopes`]: "openid,email,calendar",
        [`${client}.require-authorization-consent`]: true,
        [`${client}.token.reuse-refresh-tokens`]: false,
      })
    }
    const args = Object.entries(properties).map(([name, value]) => `--${name}=${value}`)
    const server = await startServer("java", ["-jar", join(folder, jar), ...args], {
      folder,
      url: `${issuer}/.well-known/openid-configuration`,
    })
    return {
      ...server,
      issuer,
      scope: "openid calendar",
      // It remembers what the user has allowed a client before.
      newClient: "denied",
      clients: secrets,
      device: false,
      rotates: true,
      async signIn(browser, url, decision) {
        await browser.open(url)
        if (browser.arrived === undefined && browser.text.includes('name="password"'))
          await browser.submit(user, undefined)
        if (browser.arrived === undefined) {
          if (decision === "deny") await browser.submit({}, undefined)
          else await browser.submitAll("Submit Consent")
        }
        return browser.arrived
      },
    }
  },
}
