// A client file in Cloudflare KV, over its API.
export * from "@client-secrets/fetch/cloudflare-kv"
