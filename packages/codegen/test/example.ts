import {
  type Emitter,
  envExampleEmitter,
  javascriptEmitter,
  jsonSchemaEmitter,
  publicFileEmitter,
  typescriptEmitter,
} from "@client-secrets/codegen"

export const secret = "EXAMPLE_NOT_A_REAL_SECRET"

/** A client file as the console issues it. */
export function exampleClient(members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    client_id: "1234-example.apps.googleusercontent.com",
    project_id: "example-project",
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback", "http://localhost:3000/callback"],
    javascript_origins: ["https://app.example.com"],
    ...members,
  }
}

export function exampleFile(members?: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ web: exampleClient(members) })
}

/** One client in two environments. */
export const exampleEnvironments = [
  { environment: "prod-eu", content: exampleFile() },
  {
    environment: "dev",
    content: exampleFile({
      client_id: "5678-example.apps.googleusercontent.com",
      client_secret: `${secret}_OF_DEV`,
      redirect_uris: ["http://localhost:3000/callback"],
    }),
  },
]

export const allEmitters: readonly Emitter[] = [
  typescriptEmitter,
  javascriptEmitter,
  jsonSchemaEmitter,
  envExampleEmitter,
  publicFileEmitter,
]
