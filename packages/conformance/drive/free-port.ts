import { randomInt } from "node:crypto"
import { createServer } from "node:net"

// Below the ports that an operating system chooses by itself, for a server without a port and for every outgoing connection
// (32768 and above on Linux, 49152 on macOS and Windows). A port of those may belong to another test by the time it is used.
const [lowest, highest] = [20_000, 32_000]

/** Returns a port that nothing listens on at this address, for a server that is started later, or never. */
export async function findFreePort(host = "127.0.0.1"): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest)
    if (await canListen(port, host)) return port
  }
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
