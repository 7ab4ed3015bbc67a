import type { Source, SourceDocument } from "@client-secrets/core"
import { isLoopback } from "@client-secrets/recognize"
import {
  checkField,
  checkTypes,
  maskSecrets,
  ownMembers,
  ownOptions,
  readVariable,
  refusal,
  sourceFailure,
  storeDocument,
} from "@client-secrets/source-kit"
import { parseAddress, printHost } from "../request/address.ts"
import { httpSource } from "../request/http-source.ts"
import { parseJson } from "../request/parse-json.ts"
import type { HeadersContext } from "../request/per-read.ts"
import type { BodyAnswer } from "../request/send-request.ts"
import { type MetadataServer, metadataToken } from "./metadata-token.ts"
import { bearerHeaders, checkToken, type StoreOptions, type Token } from "./store-options.ts"

/** Options of `azureKeyVaultSource`. */
export interface AzureKeyVaultSourceOptions extends StoreOptions {
  /**
   * A token of Microsoft Entra ID for the vault, or a function that returns one.
   * @default the managed identity's token
   */
  readonly token?: Token | undefined
  /** The client ID of the managed identity, where there are several. @default the system-assigned one */
  readonly clientId?: string | undefined
}

/**
 * Reads a client file from a secret of Azure Key Vault.
 *
 * The caller needs the permission to get secrets. Without `token` it uses the managed identity: at `IDENTITY_ENDPOINT`
 * (App Service, Functions, Container Apps), otherwise at the virtual machine's metadata service.
 *
 * Reading rejects with the codes of `fetchSource`; with `denied` for a secret that is disabled.
 *
 * @example
 * ```ts
 * const source = azureKeyVaultSource("https://my-vault.vault.azure.net/secrets/google-client")
 * ```
 * @param identifier the secret's identifier, `https://VAULT.vault.azure.net/secrets/NAME`, with or without a version
 * @throws {TypeError} for another identifier, or for an option that cannot be right
 * @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http
 */
export function azureKeyVaultSource(identifier: string, options?: AzureKeyVaultSourceOptions): Source {
  try {
    return makeSource(identifier, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    identifier = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(identifier: string, options?: AzureKeyVaultSourceOptions): Source {
  const own = ownOptions(options)
  const { token, clientId, field, fetch, timeout } = own
  checkToken(token)
  checkField(field)
  checkTypes(own, { clientId: ["string"] })
  const url = parseAddress(identifier)
  if (!isSecretPath(url.pathname)) {
    throw new TypeError("The identifier must be https://VAULT.vault.azure.net/secrets/NAME, with or without a version.")
  }
  const place = `secret ${maskSecrets(url.pathname.split("/")[2]!)} in ${printHost(url)}`
  url.search = "api-version=7.4"
  // For the vault's own cloud and nothing beyond: https://vault.azure.net, https://vault.azure.cn.
  const resource = `https://${url.hostname.slice(url.hostname.indexOf(".") + 1)}`
  const identityToken = (context: HeadersContext) => metadataToken(identityServer(resource, clientId), context, fetch)
  return httpSource(url, {
    headers: context => bearerHeaders(token ?? identityToken, context),
    readAnswer: answer => readSecret(answer, field),
    absence: { place: `the ${place}`, remedy: `store the client file as the ${place}` },
    fetch,
    timeout,
  })
}

function isSecretPath(path: string): boolean {
  const [root, collection, ...names] = path.split("/")
  const isNamed = names.length === 1 || names.length === 2
  return root === "" && collection === "secrets" && isNamed && names.every(part => /^[\w-]+$/.test(part))
}

function readSecret({ bytes }: BodyAnswer, field: string | undefined): SourceDocument {
  const { value, id } = ownMembers(parseJson(bytes))
  if (typeof value !== "string") {
    throw sourceFailure("invalid", "The answer is not one of Key Vault: it has no value. Check the identifier.")
  }
  return storeDocument(value, { field, version: typeof id === "string" ? id : undefined })
}

const advice = "Outside Azure, or without a managed identity, pass the option token."

function identityServer(resource: string, clientId: string | undefined): MetadataServer {
  const query = new URLSearchParams({ resource, ...(clientId !== undefined && { client_id: clientId }) })
  const endpoint = readVariable("IDENTITY_ENDPOINT")
  const header = readVariable("IDENTITY_HEADER")
  if (!endpoint || !header) {
    const url = new URL(`http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&${query}`)
    return { url, headers: { metadata: "true" }, advice }
  }
  const url = parseIdentityEndpoint(endpoint)
  url.search = `api-version=2019-08-01&${query}`
  return { url, headers: { "x-identity-header": header }, advice }
}

/** The header is a secret: it goes to this machine, or to the link-local address that Azure's sandboxes use. */
function parseIdentityEndpoint(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isPlain = url?.protocol === "http:" && url.username === "" && url.password === "" && url.search === ""
  if (url && isPlain && (isLoopback(url.hostname) || isLinkLocal(url.hostname))) return url
  throw sourceFailure("unsupported", "IDENTITY_ENDPOINT must be an http:// address of this machine.")
}

function isLinkLocal(hostname: string): boolean {
  return /^169\.254(\.\d+){2}$/.test(hostname)
}
