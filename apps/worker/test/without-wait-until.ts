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
    return Response.json(await (leaves ? Promise.race([client, leave(env.CONFIG_URL)]) : client))
  },
}

/** Ends the request when the server has received the read, not after a time: a busy machine may take longer to send it. */
async function leave(address: string): Promise<{ client: "none" }> {
  while ((await (await fetch(new URL("/asked", address))).text()) === "0") {}
  return { client: "none" }
}
