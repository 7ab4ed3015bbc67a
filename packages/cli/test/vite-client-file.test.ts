import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { isClientFile } from "../src/vite/client-file.ts"

const client = '"client_id": "id", "client_secret": "EXAMPLE_NOT_A_REAL_SECRET"'

test.each([
  ["a client file", `{"web": {${client}}}`, true],
  ["with a comma too many", `{"installed": {${client},}}`, true],
  ["with a comment", `{"installed": {${client} /* of the team */}}`, true],
  ["cut off", `{"installed": {${client}`, true],
  ["a public client", '{"installed": {"client_id": "id"}}', false],
  ["other JSON with these words", '{"words": ["client_secret", "installed"]}', false],
  ["broken JSON without a secret", '{"installed": {"client_id": "id",}}', false],
  ["a sample without a secret", '{"web": {"client_id": "id", "client_secret": ""}}', false],
  ["the labels of a form", '{"web": {"client_id": "Client ID", "client_secret": "Client secret"}}', false],
  ["a secret that was pasted with a line end", '{"web": {"client_secret": "EXAMPLE_NOT_A_REAL_SECRET\\n"}}', true],
  ["a secret of several words", '{"web": {"client_id": "id", "client_secret": "EXAMPLE NOT A REAL SECRET"}}', true],
  ["nothing", "", false],
])("recognizes by its content, whatever its name: %s", (_, text, expected) => {
  const folder = scratch({ "google.json": text })
  expect(isClientFile(join(folder, "google.json"), [])).toBe(expected)
})
