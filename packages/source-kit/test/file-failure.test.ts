import { describe, expect, test } from "vitest"
import { fileFailure } from "../src/file-failure.ts"

const refusals: Readonly<Record<string, Error>> = {
  "--allow-read": Object.assign(new Error("x"), { name: "NotCapable" }),
  "--allow-fs-read": Object.assign(new Error("x"), { code: "ERR_ACCESS_DENIED" }),
}

describe.each(Object.keys(refusals))("a refusal that %s would lift", flag => {
  const messageFor = (path: string) => (fileFailure(refusals[flag], path) as Error).message

  test("names the flag with the whole path, since the user copies it", () => {
    for (const path of [
      "client_secrets.json",
      "/srv/my-app/client_secrets.json",
      `/${"long-folder/".repeat(80)}a.json`,
    ])
      expect(messageFor(path)).toMatch(`${flag}=${path}`)
  })

  test("prints the flag without a value if a part of the path is not printed, since it would grant something else", () => {
    const paths = [
      "/srv/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/client_secrets.json",
      "/srv/3f2a9c1e-1b2c-4d3e-8f4a-5b6c7d8e9f0a.json",
      `/${"a".repeat(1_100)}/client_secrets.json`,
      "/srv/client secrets\u202e.json",
      '{"web":{}}',
    ]
    for (const path of paths) {
      const message = messageFor(path)
      expect(message, path).toContain(`by ${flag}.`)
      expect(message, path).not.toContain("=")
      expect(message, path).not.toContain(path)
    }
  })
})
