import { type ClientAuth, ClientSecretBasic, ClientSecretPost, None } from "oauth4webapi"

type Authentications = Readonly<Record<"post" | "basic" | "none", (secret: string) => ClientAuth>>

/** How a client proves who it is. Imported on first use, as verify-signed.ts: an authorization URL needs none of it. */
export const clientAuthentication: Authentications = { post: ClientSecretPost, basic: ClientSecretBasic, none: None }
