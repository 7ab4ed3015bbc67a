import { Ajv } from "ajv"
import { isConsistent, isCredential, isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const ajv = new Ajv({
  formats: { text: isText, credential: isCredential, endpoint: isEndpoint, redirect: isRedirectUri },
})
ajv.addKeyword({ keyword: "isConsistent", type: "object", schema: false, validate: isConsistent })

const text = { type: "string", format: "text" }
const credential = { type: "string", format: "credential" }
const endpoint = { type: "string", format: "endpoint" }
const redirect = { type: "string", format: "redirect" }

const client = {
  type: "object",
  required: ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"],
  properties: {
    client_id: credential,
    client_secret: credential,
    redirect_uris: { type: "array", minItems: 1, items: redirect },
    auth_uri: endpoint,
    token_uri: endpoint,
    project_id: text,
    auth_provider_x509_cert_url: endpoint,
    javascript_origins: { type: "array", items: redirect },
  },
  isConsistent: true,
}

/** The value rules of the format, compiled to code. */
export const ajvWithRules = ajv.compile({
  type: "object",
  oneOf: [{ required: ["web"] }, { required: ["installed"] }],
  properties: { web: client, installed: client },
  additionalProperties: false,
})
