import { Ajv } from "ajv"
import { isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const ajv = new Ajv({
  formats: { text: isText, endpoint: isEndpoint, redirect: isRedirectUri },
})

const text = { type: "string", format: "text" }
const endpoint = { type: "string", format: "endpoint" }
const redirect = { type: "string", format: "redirect" }

const client = {
  type: "object",
  required: ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"],
  properties: {
    client_id: text,
    client_secret: text,
    redirect_uris: { type: "array", minItems: 1, items: redirect },
    auth_uri: endpoint,
    token_uri: endpoint,
    project_id: text,
    auth_provider_x509_cert_url: endpoint,
    javascript_origins: { type: "array", items: redirect },
  },
}

/** The value rules of the format, compiled to code. */
export const ajvWithRules = ajv.compile({
  type: "object",
  oneOf: [{ required: ["web"] }, { required: ["installed"] }],
  properties: { web: client, installed: client },
  additionalProperties: false,
})
