import type { AbortSignalLike } from "@client-secrets/core"
import { sourceFailure } from "@client-secrets/source-kit"
import { builtinModule } from "./builtin-module.ts"

/** The part of `node:net` that is used here. */
interface NetModule {
  connect(port: number, host: string): Socket
}
interface Socket {
  setEncoding(encoding: "utf8"): Socket
  on(event: string, listener: (chunk: string) => void): Socket
  write(text: string): void
  destroy(): void
}

/**
 * Sends an HTTP/1.0 request to this machine and gives the whole answer; where nobody listens, or whoever did is gone, as much
 * of it as came.
 *
 * Not by `fetch` or `node:http`: they go through a proxy that the environment names, on one runtime or another, and it would be
 * shown the token. To load one of them also takes longer than all else that the source does.
 *
 * @throws `too_large`, or the signal's reason
 */
export function askAgent(port: number, request: string, signal: AbortSignalLike | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    let text = ""
    // Not `localhost`, which may be another address, where somebody else listens.
    const socket = builtinModule<NetModule>("node:net").connect(port, "127.0.0.1")
    const giveUp = (reason: unknown) => {
      reject(reason)
      socket.destroy()
    }
    const abort = () => giveUp(signal!.reason)
    signal?.addEventListener("abort", abort)
    socket.setEncoding("utf8").on("data", chunk => {
      text += chunk
      // A secret has at most 65,536 bytes, of each of which JSON can make six characters.
      if (text.length > 5e5) giveUp(sourceFailure("too_large", "The agent answered too much."))
    })
    for (const event of ["end", "error", "close"]) {
      socket.on(event, () => {
        signal?.removeEventListener("abort", abort)
        resolve(text)
      })
    }
    socket.write(request)
  })
}
