// Loaded before aws-lambda-ric, whose native HTTP client (C++ and libcurl) is not built here: the same three calls over
// node:http. Everything else is Lambda's own: how it loads the handler, calls it, and logs its errors.
const Module = require("node:module")
const http = require("node:http")

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":")
const root = "/2018-06-01/runtime/invocation/"
let sending = Promise.resolve()

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path: root + path, agent: false }, response => {
      let text = ""
      response.setEncoding("utf8").on("data", chunk => {
        text += chunk
      })
      response.on("end", () => resolve({ bodyJson: text, headers: response.headers }))
    })
    request.on("error", reject).end(body)
  })
}

const client = {
  next: () => sending.then(() => call("GET", "next")),
  done(id, body) {
    sending = call("POST", `${id}/response`, body)
  },
  error(id, body) {
    sending = call("POST", `${id}/error`, body)
  },
}

const load = Module._load
Module._load = (name, ...rest) => (name === "./rapid-client.node" ? client : load(name, ...rest))
