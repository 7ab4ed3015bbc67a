import type { PublicClient } from "@client-secrets/core"
import { platform } from "../platform.ts"
import { isName } from "./identifiers.ts"

/** Hosts of authorization endpoints, by the provider's usual name. A host below one of them counts as well. */
const providers: readonly (readonly [host: string, name: string])[] = [
  ["accounts.google.com", "google"],
  ["login.microsoftonline.com", "microsoft"],
  ["appleid.apple.com", "apple"],
  ["github.com", "github"],
  ["gitlab.com", "gitlab"],
  ["slack.com", "slack"],
  ["discord.com", "discord"],
  ["login.salesforce.com", "salesforce"],
  ["okta.com", "okta"],
  ["auth0.com", "auth0"],
]

// Names that a client file has at every provider.
const genericStems: ReadonlySet<string> = new Set(["client", "client_secret", "client_secrets", "credentials"])

/**
 * The default name for a client's modules: the provider, otherwise the file, otherwise the host of the authorization
 * endpoint (`https://id.acme.com` leads to `acme`), otherwise "client".
 */
export function defaultName(client: PublicClient | undefined, label: string | undefined): string {
  const host = hostOf(client?.authUri)
  const provider = providers.find(([known]) => host === known || host.endsWith(`.${known}`))?.[1]
  const candidates = [provider, stemOf(label), labelOf(host)]
  return candidates.find(name => name !== undefined && isName(name)) ?? "client"
}

function hostOf(uri: string | undefined): string {
  try {
    return uri === undefined ? "" : new platform.URL(uri).hostname
  } catch {
    return ""
  }
}

/** `secrets/drive.json` and `drive.public.json` lead to `drive`. */
function stemOf(label = ""): string | undefined {
  const file = label.split(/[\\/]/).at(-1)!
  if (!file.endsWith(".json")) return undefined
  const stem = file.split(".")[0]!
  return genericStems.has(stem) || stem.startsWith("client_secret_") ? undefined : stem
}

/** The part of a host that its owner chose. */
function labelOf(host: string): string | undefined {
  const labels = host.split(".")
  if (labels.length < 2 || /^\d+$/.test(labels.at(-1)!)) return undefined
  const second = labels.at(-2)!
  // Under co.uk, com.au and their like, it is the one before.
  return second.length <= 3 && labels.length > 2 ? labels.at(-3) : second
}
