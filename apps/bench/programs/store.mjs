// The servers for the programs of first-credential: AWS Secrets Manager, its agent, and a plain file. Run in a separate thread.
import { createServer } from "node:http"
import { parentPort, workerData } from "node:worker_threads"

const server = createServer((request, response) => {
  request.resume()
  request.on("end", () => {
    const isFile = request.url === "/client_secrets.json"
    response.end(
      isFile ? workerData : JSON.stringify({ Name: "prod/google", SecretString: workerData, VersionId: "1" }),
    )
  })
})
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port))
