import type { AbortSignalLike } from "@client-secrets/core"
import { nodeModule, ownOptions, sourceFailure } from "@client-secrets/source-kit"

/** The part of `node:net` that is used here. */
interface NetModule {
  connect(options: { readonly port?: number; readonly host?: string }): Socket
}
interface Socket {
  setEncoding(encoding: "utf8"): Socket
  on(event: string, listener: (chunk: string) => void): Socket
  write(text: string): void
  destroy(): void
}

/** A secret has at most 65,536 bytes, and JSON can make six characters of each. */
const longestAnswer = 500_000

/**
 * Sends an HTTP/1.0 request to this machine and resolves with the whole answer, or with as much of it as arrived: with
 * an empty string where nobody listens.
 *
 * It uses neither `fetch` nor `node:http`: on one runtime or another they send the request, with its token, to a proxy
 * that the environment names. Loading one of them also takes longer than everything else that this source does.
 *
 * @throws `too_large`, or the signal's reason
 */
export function askAgent(port: number, request: string, signal: AbortSignalLike): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    let answer = ""
    // Not `localhost`, which can also be [::1], where another program may listen.
    // Own options only: a `path` on Object.prototype would be the socket file to which the token goes instead.
    const socket = nodeModule<NetModule>("node:net").connect(ownOptions({ port, host: "127.0.0.1" }))
    const onAbort = () => {
      reject(signal.reason)
      socket.destroy()
    }
    const finish = () => {
      signal.removeEventListener("abort", onAbort)
      resolve(answer)
    }
    signal.addEventListener("abort", onAbort)
    socket.setEncoding("utf8").on("data", chunk => {
      answer += chunk
      if (answer.length <= longestAnswer) return
      reject(sourceFailure("too_large", `The agent answered more than ${longestAnswer} characters.`))
      socket.destroy()
    })
    socket.on("end", finish).on("error", finish).on("close", finish)
    socket.write(request)
  })
}
