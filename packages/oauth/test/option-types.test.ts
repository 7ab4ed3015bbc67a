import { type CheckedOptions, findUncheckedOptions } from "@client-secrets/conformance"
import { parseClientSecrets } from "@client-secrets/core"
import { createFlow } from "@client-secrets/oauth"
import { toAuthJs } from "@client-secrets/oauth/auth-js"
import { toBetterAuth } from "@client-secrets/oauth/better-auth"
import { toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import {
  authorizedUserTokenStore,
  beginSignIn,
  fileTokenStore,
  listAccounts,
  memoryTokenStore,
  signIn,
  signOut,
} from "@client-secrets/oauth/local"
import { authenticate } from "@client-secrets/oauth/local-auth"
import { elicitUrl, mcpAuthProvider, mcpFetch, mcpOAuthClientProvider } from "@client-secrets/oauth/mcp"
import { toOpenidClient } from "@client-secrets/oauth/openid-client"
import { toAuthorization } from "@client-secrets/oauth/to-authorization"
import { expect, test } from "vitest"

const client = parseClientSecrets({
  installed: {
    client_id: "c",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["http://127.0.0.1/callback"],
    auth_uri: "https://as.example/auth",
    token_uri: "https://as.example/token",
  },
})

const ofClients = {
  clientAuthentication: [],
  allowedEndpointOrigins: [],
  allowInsecureEndpoints: ["boolean"],
} as const
const ofFlows = {
  ...ofClients,
  issuer: ["string", "object"],
  metadata: ["object"],
  timeout: ["number"],
  fetch: ["function"],
} as const
// An object without the methods of a store is refused too.
const ofAccounts = { ...ofFlows, app: ["string"], store: [], account: ["string"], print: ["function"] } as const
const ofSignIns = {
  ...ofAccounts,
  scope: ["string"],
  interactive: ["boolean"],
  force: ["boolean"],
  redirectUri: ["string"],
  port: ["number"],
  host: ["string"],
  authorization: ["object"],
  openBrowser: ["function"],
  launchFile: ["boolean"],
  headless: ["boolean"],
  readLine: ["function"],
  signInTimeout: ["number"],
  signal: ["object"],
} as const

const store = memoryTokenStore()
const local: Readonly<Record<string, CheckedOptions>> = {
  signIn: {
    call: options => signIn(client, options as never),
    valid: { store, scope: "read", interactive: false },
    options: ofSignIns,
  },
  beginSignIn: {
    call: options => beginSignIn(client, options as never),
    valid: { store, scope: "read", interactive: false },
    options: ofSignIns,
  },
  listAccounts: {
    call: options => listAccounts(client, options),
    valid: { store },
    options: { ...ofFlows, store: [] },
  },
  signOut: {
    call: options => signOut(client, options),
    valid: { store },
    options: { ...ofAccounts, revoke: ["boolean"], signal: ["object"] },
  },
  fileTokenStore: {
    call: options => fileTokenStore("/tmp/tokens", options),
    valid: { seal: () => new Uint8Array(), open: () => "" },
    options: { seal: ["function"], open: ["function"] },
  },
  authenticate: {
    call: options => authenticate(options as never),
    valid: { keyfilePath: "/nowhere/credentials.json", scopes: "read", store, interactive: false },
    options: { keyfilePath: ["string"], scopes: ["string"], interactive: ["boolean"] },
  },
  "fileTokenStore, its first argument": {
    call: ({ path }) => fileTokenStore(path as never),
    options: { path: ["string"] },
  },
  "authorizedUserTokenStore, its first argument": {
    call: ({ path }) => authorizedUserTokenStore(path as never),
    options: { path: ["string"] },
  },
}

const server = { getClientCapabilities: () => ({}), elicitInput: async () => ({ action: "accept" }) }
const authorization = { fetch, refreshHandler: async () => ({ access_token: "EXAMPLE", expiry_date: 1 }) }
const mcp: Readonly<Record<string, CheckedOptions>> = {
  elicitUrl: {
    call: options => elicitUrl(server, options),
    options: { message: ["string"], openBrowser: ["boolean"] },
  },
  mcpFetch: {
    call: ({ serverUrl }) => mcpFetch(authorization, serverUrl as never),
    options: { serverUrl: ["string"] },
  },
  mcpAuthProvider: {
    call: ({ serverUrl }) => mcpAuthProvider(authorization, serverUrl as never),
    options: { serverUrl: ["string"] },
  },
  mcpOAuthClientProvider: {
    call: options => mcpOAuthClientProvider(client, options as never),
    valid: { store, serverUrl: "https://mcp.example" },
    options: {
      ...ofFlows,
      account: ["string"],
      print: ["function"],
      serverUrl: ["string"],
      scope: ["string"],
      clientName: ["string"],
      authorization: ["object"],
      redirectUri: ["string"],
      port: ["number"],
      redirect: ["function"],
      openBrowser: ["function"],
      signInTimeout: ["number"],
    },
  },
}

const ofBridges = { ...ofClients, redirectUri: ["string"], issuer: ["string", "object"] } as const
const others: Readonly<Record<string, CheckedOptions>> = {
  createFlow: {
    call: options => createFlow(client, options as never),
    valid: { scope: "read" },
    options: { ...ofFlows, scope: ["string"], redirectUri: ["string"] },
  },
  toAuthorization: {
    call: options => toAuthorization(client, options as never),
    valid: { scope: "read" },
    options: { ...ofFlows, scope: ["string"], redirectUri: ["string"] },
  },
  toAuthJs: {
    call: options => toAuthJs(client, options as never),
    valid: { id: "x", issuer: "https://as.example" },
    options: { ...ofBridges, id: ["string"], name: ["string"], scope: ["string"] },
  },
  toBetterAuth: {
    call: options => toBetterAuth(client, options as never),
    valid: { providerId: "x" },
    options: { ...ofBridges, providerId: ["string"], scopes: [] },
  },
  toGoogleAuthLibrary: { call: options => toGoogleAuthLibrary(client, options), options: ofBridges },
  toOpenidClient: {
    call: options => toOpenidClient(client, options),
    valid: { issuer: "https://as.example" },
    options: ofBridges,
  },
}

test.each(Object.entries({ local, mcp, others }))(
  "an option of the wrong type causes a TypeError that names it: %s",
  async (_, functions) => {
    expect(await findUncheckedOptions(functions)).toEqual([])
  },
)
