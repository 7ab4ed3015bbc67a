import { ClientSecretsError } from "@client-secrets/core"
import { pickRedirectUri, type WantedRedirectUri } from "@client-secrets/oauth"
import { describe, expect, test } from "vitest"
import { toSecrets } from "./fixtures/provider.ts"

const endpoints = {
  auth_uri: "https://as.example.com/auth",
  token_uri: "https://as.example.com/token",
  issuer: "https://as.example.com",
}
const web = (...redirect_uris: string[]) => toSecrets({ type: "web", client_id: "id", redirect_uris, ...endpoints })
const installed = (...redirect_uris: string[]) =>
  toSecrets({ type: "installed", client_id: "id", redirect_uris, ...endpoints })

const production = "https://app.example.com/callback"
const development = "http://localhost:3000/callback"

describe("picks a registered redirect URI for", () => {
  const cases: [string, ReturnType<typeof web>, WantedRedirectUri, string][] = [
    ["an origin", web(development, production), "https://app.example.com", production],
    ["an origin with a slash", web(production), "https://app.example.com/", production],
    ["a URL object", web(development, production), new URL("http://localhost:3000"), development],
    [
      "an origin with its default port",
      web("https://app.example.com:443/cb"),
      "https://app.example.com",
      "https://app.example.com:443/cb",
    ],
    ["an origin in upper case", web(production), "HTTPS://APP.example.com", production],
    ["the whole URI", web(development, production), production, production],
    [
      "the whole URI with a query",
      web("https://a.example/cb?x=1"),
      "https://a.example/cb?x=1",
      "https://a.example/cb?x=1",
    ],
    [
      "several matches, the first one",
      web("https://a.example/one", "https://a.example/two"),
      "https://a.example",
      "https://a.example/one",
    ],
    [
      "several matches, the root of the origin first",
      web("https://a.example/one", "https://a.example/"),
      "https://a.example/",
      "https://a.example/",
    ],
    ["a port", web(production, development), { port: 3000 }, development],
    ["the default port", web(development, production), { port: 443 }, production],
    ["loopback", web(production, development), { loopback: true }, development],
    ["loopback by address", web(production, "http://127.0.0.1:8080/"), { loopback: true }, "http://127.0.0.1:8080/"],
    ["loopback by IPv6 address", web("http://[::1]:8080/cb"), { loopback: true }, "http://[::1]:8080/cb"],
    ["any port of an installed application", installed("http://localhost"), { port: 8085 }, "http://localhost:8085"],
    [
      "another port than the registered one of an installed application",
      installed("http://localhost:1/cb"),
      { port: 8085 },
      "http://localhost:8085/cb",
    ],
    [
      "any port of an installed application with an IPv6 address",
      installed("http://[::1]/cb"),
      { port: 8085, loopback: true },
      "http://[::1]:8085/cb",
    ],
    [
      "an origin of an installed application",
      installed("http://127.0.0.1/cb"),
      "http://127.0.0.1:9",
      "http://127.0.0.1:9/cb",
    ],
    [
      "a whole URI of an installed application",
      installed("http://127.0.0.1/cb"),
      "http://127.0.0.1:9/cb",
      "http://127.0.0.1:9/cb",
    ],
    [
      "an origin, although another URI cannot be parsed",
      web("not a uri", production),
      "https://app.example.com",
      production,
    ],
    [
      "a custom scheme",
      installed("com.example.app:/callback"),
      "com.example.app:/callback",
      "com.example.app:/callback",
    ],
  ]
  test.each(cases)("%s", (_, secrets, wanted, picked) => {
    expect(pickRedirectUri(secrets, wanted)).toBe(picked)
  })
})

describe("rejects, and says why:", () => {
  const cases: [string, ReturnType<typeof web>, WantedRedirectUri, string][] = [
    ["a superfluous slash", web(production), `${production}/`, "differs in the slash at its end."],
    ["a missing slash", web(`${production}/`), production, "differs in the slash at its end."],
    ["another scheme", web(production), "http://app.example.com/callback", "differs in scheme."],
    ["another port", web(development), "http://localhost:3001/callback", "differs in port."],
    ["a port where none is registered", web(production), "https://app.example.com:8443/callback", "differs in port."],
    ["another host", web(development), "http://127.0.0.1:3000/callback", "differs in host."],
    ["case", web(production), "https://app.example.com/Callback", "differs in case or escaping."],
    ["another path", web(production), "https://app.example.com/oauth", "differs in path."],
    ["a query", web(production), `${production}?a=EXAMPLE_VALUE`, "differs in query or fragment."],
    ["two differences", web(production), "http://app.example.com/callback/", "differs in scheme and the slash"],
    ["an origin on another port", web(development), "http://localhost:3001", "differs in port."],
    ["an origin with two differences", web("http://localhost:3000"), "https://localhost:3001", "scheme and port."],
    [
      "several candidates, by the nearest",
      web("https://b.example/x", production),
      "https://app.example.com:1/callback",
      `The nearest registered one, ${production}, differs in port`,
    ],
    ["a port of a web client", web(development), { port: 8085 }, "None of this client's redirect URIs uses port 8085."],
    ["loopback", web(production), { loopback: true }, "None of this client's redirect URIs is on this machine."],
    ["loopback on a port", web(development), { loopback: true, port: 1 }, "is on this machine and uses port 1."],
    [
      "another path of an installed application",
      installed("http://localhost/cb"),
      "http://localhost:9/other",
      "differs in port and path.",
    ],
    [
      "https on the loopback of an installed application",
      installed("http://localhost"),
      "https://localhost",
      "differs in scheme.",
    ],
    [
      "a URI with nothing in common",
      web(production),
      "http://other.test:1/x",
      "Registered: https://app.example.com/callback.",
    ],
    ["any URI if none is registered", web(), production, "Registered: none."],
  ]
  test.each(cases)("%s", (_, secrets, wanted, sentence) => {
    const error = thrownBy(() => pickRedirectUri(secrets, wanted))
    expect(ClientSecretsError.is(error) && error.code).toBe("redirect_uri_mismatch")
    expect((error as Error).message).toContain(sentence)
    expect((error as Error).message).not.toContain("EXAMPLE_VALUE")
  })

  test("calls no URI the nearest if nothing is in common", () => {
    const error = thrownBy(() => pickRedirectUri(web(production), "http://other.test:1/x"))
    expect((error as Error).message).not.toContain("nearest")
  })

  test("compares the host case-sensitively, as providers do", () => {
    const error = thrownBy(() => pickRedirectUri(web("https://APP.example.com/callback"), production))
    expect((error as Error).message).toContain("differs in case or escaping.")
  })

  test("truncates a long list, and prints neither users nor queries nor control characters", () => {
    const many = Array.from(
      { length: 20 },
      (_, index) => `https://user:EXAMPLE_VALUE@a${index}.example/cb?EXAMPLE_VALUE#EXAMPLE_VALUE`,
    )
    const { message } = thrownBy(() => pickRedirectUri(web(...many, "app:/\u202e\n"), production)) as Error
    expect(message).toContain("https://a9.example/cb, ….")
    expect(message).not.toContain("a10.example")
    expect(message).not.toMatch(/EXAMPLE_VALUE|user|[\n\u202e]/)
  })
})

test.each([
  ["callback"],
  [""],
  [{}],
  [{ port: 0 }],
  [{ port: 65_536 }],
  [{ port: 1.5 }],
  [{ loopback: false }],
  [null],
])("throws a TypeError for %j", wanted => {
  expect(() => pickRedirectUri(web(production), wanted as WantedRedirectUri)).toThrow(TypeError)
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error("it was to throw")
}
