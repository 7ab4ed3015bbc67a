import { runScenarios } from "@client-secrets/conformance/frames"

// What the watcher has to see: frames of this file that hold the secret, and one that does not.
await runScenarios(["/test/frames/careless.ts"], secret => ({
  "an argument": () => failWith(secret),
  "a variable": () => {
    const text = `${secret}!`
    return fail(text.length)
  },
  "a closure": closureOver(secret),
  nothing: fail.bind(undefined, 0),
}))

function failWith(text: string): never {
  return fail(text.length)
}

function closureOver(text: string): () => never {
  return () => fail(text.length)
}

function fail(length: number): never {
  throw new Error(`${length > 0}`)
}
