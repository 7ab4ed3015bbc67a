import { elicitUrl } from "@client-secrets/oauth/mcp"
import { afterEach, expect, test, vi } from "vitest"

afterEach(() => vi.unstubAllEnvs())

const url = "https://as.example.com/auth?state=one"

function serverWith(capabilities: object | undefined, action = "accept") {
  const asked: object[] = []
  return {
    asked,
    getClientCapabilities: () => capabilities,
    async elicitInput(parameters: object) {
      asked.push(parameters)
      return { action }
    },
  }
}

test("the host shows the page if it can", async () => {
  const server = serverWith({ elicitation: { url: {} } })
  await elicitUrl(server, { message: "Sign in to your calendar." })(url)
  expect(server.asked).toEqual([
    { mode: "url", message: "Sign in to your calendar.", url, elicitationId: expect.stringMatching(/^[\da-f-]{36}$/) },
  ])
})

test.each(["decline", "cancel"])("a user who chooses %s is not asked in another way", async action => {
  const server = serverWith({ elicitation: { url: {} } }, action)
  await expect(elicitUrl(server)(url)).rejects.toMatchObject({ code: "aborted" })
})

test.each([
  ["no capabilities", undefined],
  ["no elicitation", {}],
  ["only forms", { elicitation: { form: {} } }],
  ["an inherited capability", { elicitation: Object.create({ url: {} }) }],
])("without a browser, and a host with %s: the tool's text contains the page", async (_, capabilities) => {
  vi.stubEnv("PATH", "/nowhere")
  const server = serverWith(capabilities)
  await expect(elicitUrl(server)(url)).rejects.toMatchObject({
    code: "sign_in_required",
    message: `To sign in, open this page in your browser, and then call the tool again: ${url}`,
  })
  expect(server.asked).toEqual([])
})
