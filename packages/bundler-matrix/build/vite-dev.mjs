// node vite-dev.mjs <root>: Vite's dev server; prints its address and runs until its input ends.
import { createServer } from "vite"

const [root] = process.argv.slice(2)
const server = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  server: { port: 0, host: "127.0.0.1" },
})
await server.listen()
console.log(`http://127.0.0.1:${server.httpServer.address().port}`)
process.stdin.resume().on("end", () => process.exit())
