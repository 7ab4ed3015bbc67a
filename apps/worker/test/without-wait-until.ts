import { createLoader, type Loader } from "client-secrets"
import { fetchSource } from "client-secrets/fetch"

// A Worker that does not use waitUntil: a read that it starts ends with the request.
let loader: Loader<{ clientId: string }> | undefined

export default {
  async fetch(request: Request, env: { CONFIG_URL: string; CONFIG_TOKEN: string }): Promise<Response> {
    const headers = { authorization: `Bearer ${env.CONFIG_TOKEN}` }
    loader ??= createLoader(fetchSource(env.CONFIG_URL, { headers }), { timeout: 2_000 })
    const client = loader.get().then(({ clientId }) => ({ client: clientId }))
    const leaves = new URL(request.url).pathname === "/leave"
    const left = new Promise(resolve => setTimeout(() => resolve({ client: "none" }), 100))
    return Response.json(await (leaves ? Promise.race([client, left]) : client))
  },
}
