import { ownMember } from "./json-value.ts"
import { createClient, type OtherKind } from "./other-kinds.ts"

/** A kind of JSON object that is not a client file. */
export interface ObjectKind extends OtherKind {
  /** Whether an object is of this kind; `has` checks for an own member. */
  looksLike(has: (name: string) => boolean, object: Readonly<Record<string, unknown>>): boolean
}

/** Objects, by members that only they have. The first that matches names it. */
export const objectKinds: readonly ObjectKind[] = [
  {
    message: "This is a service account key, not an OAuth client.",
    advice: createClient,
    looksLike: (has, { type }) => type === "service_account" || has("private_key"),
  },
  {
    message: "This is an external account (workload identity) configuration, not an OAuth client.",
    advice: createClient,
    looksLike: (has, { type }) =>
      type === "external_account" || has("subject_token_type") || has("service_account_impersonation_url"),
  },
  {
    message: "This file holds an authorized user or a saved token, not an OAuth client.",
    advice:
      "Use the client file that the token was obtained with. The program that saved the token probably has its path.",
    looksLike: (has, { type }) =>
      type === "authorized_user" || has("refresh_token") || has("access_token") || has("token_response"),
  },
  {
    message: "This is google-services.json of an Android app, not an OAuth client.",
    advice: createClient,
    looksLike: has => has("project_info"),
  },
  {
    message: "This is a Firebase web configuration, not an OAuth client.",
    advice: createClient,
    looksLike: has => has("apiKey") && (has("authDomain") || has("projectId") || has("appId")),
  },
  {
    message: "This is a discovery document of a provider (OpenID Connect), not an OAuth client.",
    advice: "Register a client with this provider and save its id and secret in a client file.",
    looksLike: has => has("authorization_endpoint") && has("issuer"),
  },
  {
    message: "This is the response of a client registration (RFC 7591), not a client file.",
    advice:
      'Put its client_id, client_secret and redirect_uris below "web" or "installed", with auth_uri and token_uri.',
    looksLike: has => has("client_id_issued_at") || has("registration_client_uri"),
  },
  {
    message: "This is keycloak.json, an adapter configuration of Keycloak.",
    advice:
      'Write a client file: "client_id" is its resource, "client_secret" is credentials.secret, and the endpoints are below auth-server-url/realms/REALM/protocol/openid-connect.',
    looksLike: has => has("auth-server-url") && (has("resource") || has("realm")),
  },
  {
    message: "This is the answer of AWS Secrets Manager, not the secret in it.",
    advice: saveTheInside("SecretString"),
    looksLike: has => has("SecretString") || has("SecretBinary"),
  },
  {
    message: "This is the answer of Google Secret Manager, not the secret in it.",
    advice: saveTheInside("payload.data (it is base64)"),
    looksLike: (has, { payload }) => has("name") && ownMember(payload, "data") !== undefined,
  },
  {
    message: "This is the answer of Vault, not the secret in it.",
    advice: saveTheInside("data.data"),
    looksLike: (has, { data }) => has("lease_id") || (has("request_id") && data !== undefined),
  },
  {
    message: "This is a Kubernetes Secret, not the file in it.",
    advice: saveTheInside("data (it is base64)"),
    looksLike: (has, { kind }) => kind === "Secret" && (has("data") || has("stringData")),
  },
  {
    message: "This is the answer of Azure Key Vault, not the secret in it.",
    advice: saveTheInside("value"),
    looksLike: (has, { id }) => has("value") && typeof id === "string" && id.includes(".vault.azure.net/"),
  },
  {
    message: "This is an item of 1Password, not the file in it.",
    advice: saveTheInside("the item's field"),
    looksLike: has => has("vault") && has("fields"),
  },
  {
    message: "This is a service principal of Azure, not an OAuth client file.",
    advice:
      "Register a web application in Microsoft Entra ID and write a client file with its id, secret and endpoints.",
    looksLike: has => (has("appId") && has("tenant")) || (has("clientId") && has("tenantId") && has("clientSecret")),
  },
  {
    message: "This is an error answer of a tool or a server, not a file.",
    advice: "Run the command that wrote it by itself to see what failed.",
    looksLike: (has, { error }) => error !== undefined && !has("client_id"),
  },
  {
    message: "This file is encrypted by sops.",
    advice: "Decrypt it with `sops decrypt`.",
    looksLike: (has, { sops }) => ownMember(sops, "mac") !== undefined && !has("client_id"),
  },
  {
    message: "This is only the inside of a client file.",
    advice: 'Wrap it: {"web": {…}} for a web application, {"installed": {…}} for a desktop program or command line.',
    looksLike: has => has("client_id") || has("clientId") || has("client_secret") || has("clientSecret"),
  },
]

function saveTheInside(member: string): string {
  return `Save only what is in ${member} as the file, or read the store with a source.`
}
