import type { Source } from "@client-secrets/core"
import { ownOptions, readVariable, sourceFailure } from "@client-secrets/source-kit"
import { bearer, fetchToken, type RecipeOptions, type Token } from "./fetch-token.ts"
import { type HeadersContext, httpSource } from "./http-source.ts"
import { parseAddress } from "./parse-address.ts"

/** Options of `azureKeyVaultSource`. */
export interface AzureKeyVaultSourceOptions extends RecipeOptions {
  /** A token of Microsoft Entra ID for the vault. @default the managed identity's */
  readonly token?: Token | undefined
  /** The client ID of the managed identity, where there are several. @default the system-assigned one */
  readonly clientId?: string | undefined
}

interface SecretBundle {
  readonly value: string
  readonly id: string
}

/**
 * A secret of Azure Key Vault that holds a client file.
 *
 * It wants the permission to get secrets. Without `token` it asks the managed identity: at `IDENTITY_ENDPOINT` (App Service,
 * Functions, Container Apps), else at the virtual machine's metadata service.
 *
 * @example
 * ```ts
 * const source = azureKeyVaultSource("https://my-vault.vault.azure.net/secrets/google-client")
 * ```
 * @param identifier the secret's identifier, `https://VAULT.vault.azure.net/secrets/NAME`, with a version or without
 * @throws TypeError at once, if it is none
 *
 * Its `read` rejects with the codes of `fetchSource`; a secret that is disabled is `denied`.
 *
 * @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http
 */
export function azureKeyVaultSource(identifier: string, options?: AzureKeyVaultSourceOptions): Source {
  const { token, clientId, ...request } = ownOptions(options)
  const url = parseAddress(identifier)
  if (!/^\/secrets(\/[\w-]+){1,2}$/.test(url.pathname)) {
    throw new TypeError("An identifier is https://VAULT.vault.azure.net/secrets/NAME[/VERSION].")
  }
  url.search = "api-version=7.4"
  // For the vault's own cloud and nothing beyond: https://vault.azure.net, https://vault.azure.cn.
  const resource = `https://${url.hostname.replace(/^[^.]*\./, "")}`
  const fetchIdentityToken = (context: HeadersContext) => {
    const [endpoint, version, headers] = findIdentityService()
    const query = new URLSearchParams({ "api-version": version, resource, ...(clientId && { client_id: clientId }) })
    return fetchToken(`${endpoint}?${query}`, headers, context, request.fetch)
  }
  return httpSource<SecretBundle>(url.href, {
    ...request,
    headers: bearer(token ?? fetchIdentityToken),
    extract: ({ value, id }) => ({ content: value, version: id }),
  })
}

function findIdentityService(): [endpoint: string, version: string, headers: Record<string, string>] {
  const endpoint = readVariable("IDENTITY_ENDPOINT")
  const header = readVariable("IDENTITY_HEADER")
  if (!endpoint || !header) {
    return ["http://169.254.169.254/metadata/identity/oauth2/token", "2018-02-01", { metadata: "true" }]
  }
  // The header is a secret: it goes to this machine alone.
  if (!/^http:\/\/(localhost|127\.[\d.]+|169\.254\.[\d.]+):\d+\/[\w/]*$/.test(endpoint)) {
    throw sourceFailure("unsupported", "IDENTITY_ENDPOINT is not an address of this machine.")
  }
  return [endpoint, "2019-08-01", { "x-identity-header": header }]
}
