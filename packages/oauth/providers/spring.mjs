import { cpSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort, run, startServer } from "./process.mjs"

const jar = "spring/target/authorization-server-1.jar"
const grantTypes = "authorization_code,refresh_token,urn:ietf:params:oauth:grant-type:device_code"
const authenticationMethods = { basic: "client_secret_basic", public: "none" }
const user = { username: "ada", password: "EXAMPLE_NOT_A_REAL_PASSWORD" }

/** Spring Authorization Server from Maven Central, with Spring Boot's defaults. */
export const spring = {
  name: "Spring Authorization Server (Boot 3.5.9)",
  from: "Maven",

  obtain(folder) {
    const source = fileURLToPath(new URL("./spring/src/main/java/example/Server.java", import.meta.url))
    if (isNewer(join(folder, jar), source)) return
    cpSync(fileURLToPath(new URL("./spring", import.meta.url)), join(folder, "spring"), { recursive: true })
    run("mvn", ["-q", "-B", "-DskipTests", "package"], join(folder, "spring"))
  },

  async start(folder, redirectUri) {
    const [port, administrationPort] = [await freePort(), await freePort()]
    const issuer = `http://127.0.0.1:${port}`
    const secrets = {
      post: "EXAMPLE-post-secret-1",
      basic: "EXAMPLE-basic-secret-1",
      denied: "EXAMPLE-denied-secret-1",
      native: "EXAMPLE-native-secret-1",
      public: undefined,
    }
    const properties = {
      "server.port": port,
      "server.address": "127.0.0.1",
      "administration.port": administrationPort,
      "spring.security.user.name": user.username,
      "spring.security.user.password": user.password,
      "spring.security.oauth2.authorizationserver.issuer": issuer,
    }
    for (const [name, secret] of Object.entries(secrets)) {
      const client = `spring.security.oauth2.authorizationserver.client.${name}`
      Object.assign(properties, {
        [`${client}.registration.client-id`]: `${name}-client`,
        ...(secret !== undefined && { [`${client}.registration.client-secret`]: `{noop}${secret}` }),
        [`${client}.registration.client-authentication-methods`]: authenticationMethods[name] ?? "client_secret_post",
        [`${client}.registration.authorization-grant-types`]: grantTypes,
        [`${client}.registration.redirect-uris`]: name === "native" ? "http://127.0.0.1/callback" : redirectUri,
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
      // Its device flow refuses openid, and so returns no ID token.
      deviceScope: "calendar",
      // It returns no refresh tokens to clients without a secret.
      refreshesPublic: false,
      async signIn(browser, url, decision) {
        await browser.open(url)
        if (browser.arrived === undefined && browser.text.includes('name="password"'))
          await browser.submit(user, undefined)
        // Consent that was given before is remembered: the device's page then says that it is done.
        if (browser.arrived === undefined && browser.text.includes("<form")) {
          if (decision === "deny") await browser.submit({}, undefined)
          else await browser.submitAll("Submit Consent")
        }
        return browser.arrived
      },
      async rotateSecret(client) {
        const secret = "EXAMPLE-rotated-secret-1"
        await fetch(`http://127.0.0.1:${administrationPort}/${client}-client`, { method: "POST", body: secret })
        return secret
      },
    }
  },
}

/** Whether it was built from the present source. */
function isNewer(built, source) {
  const status = statSync(built, { throwIfNoEntry: false })
  return status !== undefined && status.mtimeMs > statSync(source).mtimeMs
}
