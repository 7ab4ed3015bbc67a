import { spawnSync } from "node:child_process"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { integrityOf, type Packed } from "./pack-packages.ts"

// Before any minimum age that a package manager may ask for.
const published = "2026-01-01T00:00:00.000Z"

export interface Registry {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  close(): void
}

/**
 * Serves the packed packages on loopback as an npm registry, and everything else from the registry that this machine uses.
 *
 * It answers the two requests that an installation needs, a package's document and a tarball. verdaccio does the same with some
 * three hundred packages.
 */
export async function startRegistry(packages: readonly Packed[]): Promise<Registry> {
  const upstream = spawnSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).stdout.trim()
  const byName = new Map(packages.map(one => [one.manifest.name, one]))
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1)
    const [name = "", file] = path.split("/-/")
    const own = byName.get(name)
    if (own !== undefined && file !== undefined) return response.end(own.bytes)
    if (own !== undefined) {
      response.setHeader("content-type", "application/json")
      return response.end(JSON.stringify(documentOf(own, address)))
    }
    try {
      const answer = await fetch(new URL((request.url ?? "/").slice(1), upstream), {
        headers: { accept: request.headers.accept ?? "*/*" },
      })
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" })
      // Tarballs are fetched through here as well: a package manager needs no settings of this machine's network.
      const isTarball = file !== undefined
      response.end(
        isTarball ? Buffer.from(await answer.arrayBuffer()) : (await answer.text()).replaceAll(upstream, address),
      )
    } catch {
      response.writeHead(502).end("{}")
    }
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    address,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function documentOf({ manifest, bytes }: Packed, address: string): object {
  const { name, version } = manifest
  const tarball = `${address}${name}/-/${name.split("/").at(-1)}-${version}.tgz`
  return {
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { ...manifest, dist: { tarball, integrity: integrityOf(bytes) } } },
    time: { created: published, modified: published, [version]: published },
  }
}
