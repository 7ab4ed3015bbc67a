import { describe, expect, test } from "vitest"
import { type MandatoryMember, type ParseClientSecretsOptions, parseClientSecrets } from "../../src/index.ts"
import { installed, type Members, secretText, web, webFile, webText } from "../fixtures.ts"
import { issuesOf } from "../issues-of.ts"

type Table = [
  given: string,
  changes: Members,
  errors?: string[],
  warnings?: string[],
  options?: ParseClientSecretsOptions,
]

/** Makes a test of each row: the ordinary file with changes, and the issues it then has. */
function check(table: Table[]): void {
  test.each(table)("%s", (_, changes, errors = [], warnings = [], options = {}) => {
    expect(issuesOf(webFile(changes), options)).toEqual({ errors, warnings })
  })
}

const mandatory: MandatoryMember[] = ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]

describe("the five mandatory members", () => {
  for (const type of ["web", "installed"] as const) {
    test.each(mandatory)(`%s is required in ${type}`, name => {
      const { [name]: _, ...client } = webFile().web
      expect(issuesOf({ [type]: client }).errors).toEqual([`missing ${type}.${name}`])
    })
  }

  test("reports all five missing members together, in the order of the specification", () => {
    expect(issuesOf({ web: {} }).errors).toEqual(mandatory.map(name => `missing web.${name}`))
  })

  test.each(mandatory)("%s may be absent, empty or null if the option optional names it, and only then", name => {
    for (const absent of [undefined, null, "", ...(name === "redirect_uris" ? [[]] : [])]) {
      const client = parseClientSecrets(webFile({ [name]: absent }), { optional: [name] })
      expect(Object.keys(client)).not.toContain(name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()))
      const others = mandatory.filter(other => other !== name)
      expect(issuesOf(webFile({ [name]: absent }), { optional: others }).errors).toHaveLength(1)
    }
  })

  test.each(mandatory)("the hint for a missing %s shows the option to pass", name => {
    expect(() => parseClientSecrets(webFile({ [name]: undefined }))).toThrow(`optional: ["${name}"]`)
  })

  test("an optional member is still checked where it is present", () => {
    expect(issuesOf(webFile({ client_secret: "YOUR_SECRET" }), { optional: ["client_secret"] }).errors).toEqual([
      "placeholder web.client_secret",
    ])
  })

  check([
    ["an empty list of redirect URIs", { redirect_uris: [] }, ["empty web.redirect_uris"]],
    ["an empty redirect URI", { redirect_uris: [""] }, ["empty web.redirect_uris.0"]],
    ["an empty client id", { client_id: "" }, ["empty web.client_id"]],
    ["an empty secret", { client_secret: "" }, ["empty web.client_secret"]],
    ["empty endpoints", { auth_uri: "", token_uri: "" }, ["empty web.auth_uri", "empty web.token_uri"]],
  ])
})

describe("the client type", () => {
  test.each<[string, unknown, ParseClientSecretsOptions, string[]]>([
    ["neither", {}, {}, ["no_client_type "]],
    ["in other letter case", { Web: web }, {}, ["no_client_type Web"]],
    ["an array", [{ web }], {}, ["wrong_kind "]],
    ["null, which a variable that is not set leads to", null, {}, ["no_input "]],
    ["both", { web, installed }, {}, ["two_client_types "]],
    ["both, the other one null", { web, installed: null }, {}, ["two_client_types "]],
    ["both, with the option type", { web, installed }, { type: "web" }, []],
    ["both, with the option type of the other", { web, installed }, { type: "installed" }, []],
    ["another one than the option type", { web }, { type: "installed" }, ["other_client_type web"]],
    ["a client that is null", { web: null }, {}, ["wrong_type web"]],
    ["a client that is a list", { web: [web] }, {}, ["wrong_type web"]],
    ["a client that is a string", { web: JSON.stringify(web) }, {}, ["wrong_type web"]],
    ["a client that is false", { web: false }, {}, ["wrong_type web"]],
  ])("%s", (_, document, options, errors) => {
    expect(issuesOf(document, options).errors).toEqual(errors)
  })

  test("the option type picks the client that is returned", () => {
    const both = { web, installed: { ...installed, client_id: "the-installed-one" } }
    expect(parseClientSecrets(both, { type: "installed" })).toMatchObject({
      type: "installed",
      clientId: "the-installed-one",
    })
    expect(parseClientSecrets(both, { type: "web" })).toMatchObject({ type: "web", clientId: web["client_id"] })
  })

  test("the client that was not picked is not checked", () => {
    expect(issuesOf({ web, installed: { client_id: 5 } }, { type: "web" })).toEqual({ errors: [], warnings: [] })
  })

  test("reports other top-level members as warnings, by name or by position", () => {
    expect(issuesOf({ $schema: "x", web, note: "x", EXAMPLE: "x" })).toEqual({
      errors: [],
      warnings: ["unknown_member 0", "unknown_member note", "unknown_member 3"],
    })
  })
})

describe("types of members", () => {
  check([
    ["a number in place of a string", { client_id: 5 }, ["wrong_type web.client_id"]],
    ["a list in place of a string", { client_id: ["a"] }, ["wrong_type web.client_id"]],
    ["an object in place of a string", { client_secret: {} }, ["wrong_type web.client_secret"]],
    [
      "an object with a length in place of a string",
      { client_secret: { length: 0 } },
      ["wrong_type web.client_secret"],
    ],
    ["null in place of a string", { auth_uri: null }, ["wrong_type web.auth_uri"]],
    ["a string in place of a list", { redirect_uris: "https://a.example.com/" }, ["wrong_type web.redirect_uris"]],
    ["null in place of a list", { redirect_uris: null }, ["wrong_type web.redirect_uris"]],
    [
      "an object in place of a list",
      { redirect_uris: { 0: "https://a.example.com/" } },
      ["wrong_type web.redirect_uris"],
    ],
    [
      "items of other types in a list",
      { redirect_uris: [5, "https://a.example.com/", null, ["https://a.example.com/"], {}] },
      [0, 2, 3, 4].map(index => `wrong_type web.redirect_uris.${index}`),
    ],
    [
      "a number in one of the specification's three optional members",
      { client_email: 5 },
      ["wrong_type web.client_email"],
    ],
  ])

  test("a member beyond the specification with a value of another type is an unknown member", () => {
    const client = parseClientSecrets(
      webFile({ project_id: 5, javascript_origins: "https://a.example.com", issuer: {} }),
    )
    expect(client.extra.names).toEqual(["project_id", "javascript_origins", "issuer"])
    expect(client.projectId).toBeUndefined()
  })
})

describe("optional members", () => {
  test.each([
    "client_email",
    "auth_provider_x509_cert_url",
    "client_x509_cert_url",
    "project_id",
    "javascript_origins",
    "revoke_uri",
    "universe_domain",
    "issuer",
    "userinfo_uri",
    "token_introspection_uri",
  ])("%s counts as absent where it is empty, null or undefined", name => {
    for (const absent of ["", null]) {
      const client = parseClientSecrets(webFile({ [name]: absent }))
      expect(Object.keys(client)).not.toContain(name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()))
      expect(client.extra.names).toEqual([])
    }
    const client = parseClientSecrets({ web: { ...web, [name]: undefined } })
    expect(client.extra.names).toEqual([])
  })

  check([
    ["an empty list does not count as an absent string", { client_email: [] }, ["wrong_type web.client_email"]],
    [
      "nor does an object with a length",
      { client_x509_cert_url: { length: 0 } },
      ["wrong_type web.client_x509_cert_url"],
    ],
    [
      "nor for a mandatory member that may be absent",
      { client_secret: [], redirect_uris: { length: 0 } },
      ["wrong_type web.client_secret", "wrong_type web.redirect_uris"],
      [],
      { optional: ["client_secret", "redirect_uris"] },
    ],
  ])

  test("with a value of another type are unknown members, even if that value is empty", () => {
    const changes = { project_id: [], issuer: { length: 0 }, javascript_origins: { length: 0 } }
    expect([...parseClientSecrets(webFile(changes)).extra.names].sort()).toEqual(Object.keys(changes).sort())
  })

  test("become properties where they are present", () => {
    const members = {
      client_email: "one@example.iam.gserviceaccount.com",
      auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
      client_x509_cert_url: "https://www.googleapis.com/robot/v1/metadata/x509/one",
      project_id: "example-project",
      javascript_origins: ["https://app.example.com"],
      revoke_uri: "https://oauth2.googleapis.com/revoke",
      universe_domain: "googleapis.com",
      issuer: "https://accounts.google.com",
      userinfo_uri: "https://openidconnect.googleapis.com/v1/userinfo",
      token_introspection_uri: "https://oauth2.googleapis.com/introspect",
    }
    expect(parseClientSecrets(webFile(members))).toMatchObject({
      clientEmail: members.client_email,
      authProviderX509CertUrl: members.auth_provider_x509_cert_url,
      clientX509CertUrl: members.client_x509_cert_url,
      projectId: members.project_id,
      javascriptOrigins: members.javascript_origins,
      revokeUri: members.revoke_uri,
      universeDomain: members.universe_domain,
      issuer: members.issuer,
      userinfoUri: members.userinfo_uri,
      tokenIntrospectionUri: members.token_introspection_uri,
    })
  })
})

describe("a placeholder is the whole value", () => {
  const placeholders = [
    "[[INSERT CLIENT SECRET HERE]]",
    "<your secret>",
    "${CLIENT_SECRET}",
    "${CLIENT_SECRET:-none}",
    "${{ secrets.CLIENT_SECRET }}",
    "${env:CLIENT_SECRET}",
    "${ client.secret }",
    '${file("secret")}',
    "{{ client_secret }}",
    "YOUR_CLIENT_SECRET",
    "YOUR-SECRET",
    "\u2026",
    "...",
    "****",
    "****************abcd",
    "\u2022\u2022\u2022\u2022",
    "$HOME",
  ]
  const secrets = [
    "[[begins",
    "ends]]",
    "[[in]] the",
    "<",
    "<open",
    "${",
    // As random secrets of all characters are: one of a million begins and ends like a template.
    "${9r!k2?mQz8Lp0vX}",
    "${rk2mQz8Lp0vX!}",
    "$HoME",
    "{{",
    "YOURS",
    "YOUR",
    "..",
    "....",
    "**",
    "*",
    "redacted",
    "[redacted",
    "a[redacted]",
  ]

  test.each(placeholders)("%s", text => {
    expect(issuesOf(webFile({ client_secret: text })).errors).toEqual(["placeholder web.client_secret"])
    expect(issuesOf(webFile({ client_id: text })).errors).toEqual(["placeholder web.client_id"])
  })

  test.each(placeholders)("%s in a URI, a list and an optional member", text => {
    expect(issuesOf(webFile({ auth_uri: text, redirect_uris: [text], project_id: text })).errors.sort()).toEqual([
      "placeholder web.auth_uri",
      "placeholder web.project_id",
      "placeholder web.redirect_uris.0",
    ])
  })

  test.each(secrets)("%s is accepted as a secret", text => {
    expect(issuesOf(webFile({ client_secret: text })).errors).toEqual([])
  })

  test.each(["[redacted]", "%5Bredacted%5D", "%5BREDACTED%5D"])(
    "%s is what a Secret prints as, and the hint names reveal()",
    text => {
      for (const name of ["client_id", "client_secret", "auth_uri", "project_id"])
        expect(issuesOf(webFile({ [name]: text })).errors).toContain(`redacted web.${name}`)
      expect(() => parseClientSecrets(webFile({ client_secret: text }))).toThrow(/reveal\(\)/)
    },
  )
})

describe("white space and invisible characters", () => {
  const edge = [
    ...[" ", "\n", "\t", "\r\n", "\u00a0", "\u200b", "\u2028", "\ufeff", "\u2060", "\u00ad", "\u202e", "\u3000"],
    // Letters and combining marks that are invisible.
    ...["\u3164", "\u115f", "\uffa0", "\u034f", "\u{e0100}"],
  ]
  test.each(edge)("%j at either end", sign => {
    for (const text of [`${sign}abcdef`, `abcdef${sign}`, sign]) {
      expect(issuesOf(webFile({ client_secret: text })).errors).toEqual(["white_space web.client_secret"])
      expect(issuesOf(webFile({ client_id: text })).errors).toEqual(["white_space web.client_id"])
    }
    expect(issuesOf(webFile({ redirect_uris: [`https://app.example.com/${sign}`] })).errors).toEqual([
      "white_space web.redirect_uris.0",
    ])
    expect(issuesOf(webFile({ token_uri: `${sign}https://oauth2.googleapis.com/token` })).errors).toEqual([
      "white_space web.token_uri",
    ])
  })

  test.each([
    "\0",
    "\u0007",
    "\u001b",
    "\u007f",
    "\u0085",
    "\u200b",
    "\u202e",
    "\u2066",
    "\n",
    "\t",
    "\u2028",
    "\u00a0",
  ])("%j inside", sign => {
    const text = `abc${sign}def`
    expect(issuesOf(webFile({ client_secret: text })).errors).toEqual(["foreign_character web.client_secret"])
    expect(issuesOf(webFile({ project_id: text })).errors).toEqual(["control_character web.project_id"])
  })

  test.each(["\ud800", "\udc00"])("%j inside cannot be sent, and no option accepts it", half => {
    const options: ParseClientSecretsOptions = { accept: ["foreign_character"] }
    expect(issuesOf(webFile({ client_secret: `abc${half}def` }), options).errors).toEqual([
      "control_character web.client_secret",
    ])
  })

  test("accepts a space inside, and other scripts where RFC 6749 does not restrict the characters", () => {
    expect(issuesOf(webFile({ client_secret: "abc def" })).errors).toEqual([])
    for (const text of ["\u00fc\u00e9\u4e2d\u6587", "\u{1f511}key"]) {
      expect(issuesOf(webFile({ project_id: text })).errors).toEqual([])
      expect(issuesOf(webFile({ client_secret: text })).errors).toEqual(["foreign_character web.client_secret"])
      expect(issuesOf(webFile({ client_secret: text }), { accept: ["foreign_character"] })).toEqual({
        errors: [],
        warnings: ["foreign_character web.client_secret"],
      })
    }
  })
})

describe("redirect URIs", () => {
  const warn = (uri: string, count = 1): Table => [
    uri,
    { redirect_uris: [uri] },
    [],
    Array.from({ length: count }, () => "odd_redirect_uri web.redirect_uris.0"),
  ]
  const pattern = (uri: string): Table => [uri, { redirect_uris: [uri] }, [], ["uri_pattern web.redirect_uris.0"]]
  const unfilled = (uri: string): Table => [uri, { redirect_uris: [uri] }, ["placeholder web.redirect_uris.0"]]
  const refuse = (uri: string): Table => [uri, { redirect_uris: [uri] }, ["invalid_uri web.redirect_uris.0"]]
  const take = (uri: string): Table => [uri, { redirect_uris: [uri] }]

  check([
    take("https://app.example.com"),
    take("https://app.example.com:8443/oauth2/callback?next=%2F"),
    take("http://localhost"),
    take("http://localhost:3000/oauth2/callback"),
    take("HTTP://LOCALHOST:3000/"),
    take("http://127.0.0.1:8080/"),
    take("http://127.1.2.3/"),
    take("http://[::1]:8080/"),
    take("http://[0:0:0:0:0:0:0:1]:8080/"),
    take("http://2130706433/"),
    take("http://localhost/a:b@c"),
    take("com.example.app:/oauth2redirect"),
    take("com.googleusercontent.apps.1234567890:/oauth2redirect"),
    take("https://b\u00fccher.example.com/"),
    warn("urn:ietf:wg:oauth:2.0:oob"),
    warn("urn:ietf:wg:oauth:2.0:oob:auto"),
    warn("https://*.example.com/callback"),
    pattern("https://app.example.com/*"),
    pattern("http://localhost:5000/*"),
    pattern("https://app.example.com/base/*"),
    warn("https://app.example.com/*/*"),
    warn("https://app.example.com/a*"),
    warn("com.example.app:/*"),
    warn("https://app.example.com/#fragment"),
    warn("https://user@app.example.com/"),
    warn("http://app.example.com/callback"),
    warn("HTTP://app.example.com/"),
    warn("http://localhost.example.com/"),
    warn("http://127.0.0.1.example.com/"),
    warn("http://*.example.com/#x", 3),
    refuse("app.example.com"),
    refuse("/oauth2/callback"),
    refuse("localhost:3000"),
    refuse("localhost:3000/callback"),
    refuse("app.example.com:8080/callback"),
    refuse("app.example.com:443"),
    refuse("https://"),
    refuse("https://app.example.com:99999/"),
    refuse("javascript:alert(1)"),
    refuse("data:text/html,x"),
    refuse("file:///etc/passwd"),
    refuse("https://app.example.com/a b"),
    refuse("https://app.example.com\\evil"),
    refuse('https://app.example.com/"'),
    unfilled("https://app.example.com/<x>"),
    unfilled("https://app.example.com/{x}"),
    unfilled("https://{yourDomain}/callback"),
    unfilled("https://%7byourDomain%7d/callback"),
    take("https://app.example.com/?q=%7B"),
    ["the value for a popup", { redirect_uris: ["postmessage"] }, [], ["popup_redirect web.redirect_uris.0"]],
    [
      "one listed twice",
      { redirect_uris: ["https://app.example.com/", "https://b.example.com/", "https://app.example.com/"] },
      [],
      ["duplicate_uri web.redirect_uris.2"],
    ],
    [
      "origins with more than an origin",
      {
        javascript_origins: [
          "https://app.example.com/",
          "https://app.example.com/path",
          "https://app.example.com?x",
          "https://app.example.com#x",
          "https://user@app.example.com",
        ],
      },
      [],
      [1, 2, 3, 4].map(index => `odd_origin web.javascript_origins.${index}`),
    ],
    [
      "several, each reported by its position",
      { redirect_uris: ["x", "https://app.example.com/", "http://app.example.com/", ""] },
      ["invalid_uri web.redirect_uris.0", "empty web.redirect_uris.3"],
      ["odd_redirect_uri web.redirect_uris.2"],
    ],
    [
      "origins that are not URIs",
      { javascript_origins: ["x", "https://app.example.com"] },
      ["invalid_uri web.javascript_origins.0"],
    ],
  ])
})

describe("endpoints", () => {
  const both = (uri: string) => ({ auth_uri: uri, token_uri: uri })
  const insecure = ["insecure_endpoint web.auth_uri", "insecure_endpoint web.token_uri"]
  const forbidden = ["forbidden_endpoint web.auth_uri", "forbidden_endpoint web.token_uri"]
  const byEndpoint = [insecure[0]!, forbidden[0]!, insecure[1]!, forbidden[1]!]

  describe("must use https, unless both are loopback addresses", () => {
    check([
      ["localhost", both("http://localhost:8080/token")],
      ["127.0.0.1", both("http://127.0.0.1:8080/token")],
      ["127.255.255.254", both("http://127.255.255.254/token")],
      ["an address with fewer parts", both("http://127.1/token")],
      ["an address as a single number", both("http://2130706433/token")],
      ["[::1]", both("http://[::1]:8080/token")],
      ["in capitals", both("HTTP://LOCALHOST/token")],
      [
        "loopback at only one of the two",
        { token_uri: "http://localhost:8080/token" },
        ["insecure_endpoint web.token_uri"],
        ["mixed_endpoints web.token_uri"],
      ],
      [
        "loopback at one, and https at a foreign host at the other",
        { auth_uri: "http://localhost:8080/auth", token_uri: "https://login.example.com/token" },
        ["insecure_endpoint web.auth_uri"],
      ],
      ["loopback with and without TLS", { auth_uri: "http://localhost/auth", token_uri: "https://localhost/token" }],
      ["http at a public host", both("http://login.example.com/token"), insecure],
      ["a host that begins like loopback", both("http://localhost.example.com/token"), insecure],
      ["a host that begins like an address", both("http://127.0.0.1.example.com/token"), insecure],
      ["loopback as user information", both("http://localhost@login.example.com/"), byEndpoint],
      ["0.0.0.0, which is not loopback", both("http://0.0.0.0/token"), byEndpoint],
      ["another scheme", both("ftp://login.example.com/token"), insecure],
      ["a scheme without a host", both("mailto:one@example.com"), byEndpoint],
      [
        "http where the option allows it",
        both("http://login.example.com/token"),
        [],
        [],
        { allowInsecureEndpoints: true },
      ],
      [
        "ftp although the option allows http",
        both("ftp://login.example.com/token"),
        insecure,
        [],
        { allowInsecureEndpoints: true },
      ],
      ["another endpoint", { revoke_uri: "http://oauth2.googleapis.com/revoke" }, ["insecure_endpoint web.revoke_uri"]],
      [
        "another endpoint at loopback, like the main ones",
        { ...both("http://localhost:8080/token"), userinfo_uri: "http://localhost:8080/userinfo" },
      ],
      [
        "another endpoint at loopback, the main ones elsewhere",
        { userinfo_uri: "http://localhost:8080/userinfo" },
        ["insecure_endpoint web.userinfo_uri"],
        ["mixed_endpoints web.userinfo_uri"],
      ],
      [
        "an issuer",
        { issuer: "http://login.example.com" },
        ["insecure_endpoint web.issuer"],
        ["mixed_endpoints web.issuer"],
      ],
      [
        "the address of a certificate, to which nothing is sent",
        { client_x509_cert_url: "http://login.example.com/#x" },
      ],
    ])
  })

  describe("must not hide where they lead", () => {
    check([
      ["user information", both("https://accounts.google.com@login.example.com/"), forbidden],
      ["user information and a password", both("https://user:password@login.example.com/"), forbidden],
      ["an empty user", both("https://@login.example.com/"), forbidden],
      ["user information after one slash", both("https:/accounts.google.com@login.example.com/"), forbidden],
      ["user information after three slashes", both("https:///accounts.google.com@login.example.com/"), forbidden],
      ["user information without a slash", both("https:user:password@login.example.com/"), forbidden],
      ["an at sign in the path", both("https://login.example.com/@user")],
      ["a fragment", both("https://login.example.com/token#fragment"), forbidden],
      ["an empty fragment", both("https://login.example.com/token#"), forbidden],
      ["a space", both("https://login.example.com/to ken"), forbidden],
      ["a backslash", both("https://login.example.com\\@evil.example.com/"), forbidden],
      ["a backslash in the path", both("https://login.example.com/\\evil"), forbidden],
      ["a query", both("https://login.example.com/token?tenant=one")],
    ])
  })

  describe("must not be local addresses", () => {
    check([
      ...[
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[fc00::1]",
        "[::ffff:10.0.0.1]",
        "0xa.0.0.1",
        "167772161",
        "169.254.169.254.",
      ].map((host): Table => [host, both(`https://${host}/token`), forbidden]),
      ...[
        "172.15.0.1",
        "172.32.0.1",
        "192.169.1.1",
        "11.0.0.1",
        "8.8.8.8",
        "[2001:db8::1]",
        "10.example.com",
        "login.example.com",
      ].map((host): Table => [`but ${host} is none`, both(`https://${host}/token`)]),
      [
        "a local address where the option allows it",
        both("http://10.0.0.1/token"),
        [],
        [],
        { allowInsecureEndpoints: true },
      ],
    ])
  })

  describe("must be of one provider", () => {
    check([
      [
        "Google's old and new addresses",
        {
          auth_uri: "https://accounts.google.com/o/oauth2/v2/auth",
          token_uri: "https://www.googleapis.com/oauth2/v4/token",
        },
      ],
      ["another's", { auth_uri: "https://login.example.com/auth", token_uri: "https://api.example.org/token" }],
      [
        "only the authorization endpoint is Google's",
        { token_uri: "https://login.example.com/token" },
        [],
        ["mixed_endpoints web.token_uri"],
      ],
      [
        "only the token endpoint is Google's",
        { auth_uri: "https://login.example.com/auth" },
        [],
        ["mixed_endpoints web.token_uri"],
      ],
      ...[
        "https://accounts.google.com/o/oauth2/auth?hl=en",
        "https://accounts.google.com/o/oauth2/auth/oauthchooseaccount",
        "https://accounts.google.com//o/oauth2/auth",
        "https://ACCOUNTS.google.com.:8443/o/oauth2/auth",
      ].map(
        (auth_uri): Table => [
          `the user signs in at Google, at ${auth_uri}`,
          { auth_uri, token_uri: "https://login.example.com/token" },
          [],
          ["mixed_endpoints web.token_uri"],
        ],
      ),
      [
        "both are on Google's hosts, at addresses that are not in its files",
        { auth_uri: "https://accounts.google.com/a", token_uri: "https://oauth2.googleapis.com/b" },
      ],
      [
        "a host of Google's that has none of these endpoints",
        { auth_uri: "https://auth.cloud.google/authorize", token_uri: "https://sts.googleapis.com/v1/oauthtoken" },
      ],
      // One issue, not two.
      [
        "both are Google's, and one uses plain http",
        { token_uri: "http://oauth2.googleapis.com/token" },
        ["insecure_endpoint web.token_uri"],
        [],
      ],
      [
        "a host that begins like Google's",
        { token_uri: "https://oauth2.googleapis.com.example.com/token" },
        [],
        ["mixed_endpoints web.token_uri"],
      ],
      [
        "a host that ends almost like Google's",
        { token_uri: "https://evilgoogle.com/token" },
        [],
        ["mixed_endpoints web.token_uri"],
      ],
      ["Google's in capitals", { auth_uri: "https://ACCOUNTS.GOOGLE.COM/o/oauth2/auth" }],
    ])
  })

  test("that do not parse are invalid_uri", () => {
    expect(issuesOf(webFile(both("accounts.google.com"))).errors).toEqual([
      "invalid_uri web.auth_uri",
      "invalid_uri web.token_uri",
    ])
    expect(issuesOf(webFile({ auth_provider_x509_cert_url: "certs" })).errors).toEqual([
      "invalid_uri web.auth_provider_x509_cert_url",
    ])
  })
})

describe("the secret in a public member", () => {
  const secret = String(web["client_secret"])
  check([
    ["as the client id", { client_id: secret }, ["exposed_secret web.client_id"]],
    [
      "within a redirect URI",
      { redirect_uris: [`https://app.example.com/?key=${secret}`] },
      ["exposed_secret web.redirect_uris.0"],
    ],
    [
      "within an endpoint's path",
      { token_uri: `https://oauth2.googleapis.com/${secret}` },
      ["exposed_secret web.token_uri"],
      ["mixed_endpoints web.token_uri"],
    ],
    ["within a project", { project_id: `x-${secret}-x` }, ["exposed_secret web.project_id"]],
    [
      "a short secret, equal to the value",
      { client_secret: "abc", project_id: "abc" },
      ["exposed_secret web.project_id"],
    ],
    [
      "a secret of eight letters, within the value",
      { client_secret: "s3cr3t88", project_id: "xs3cr3t88" },
      ["exposed_secret web.project_id"],
    ],
    ["a secret of seven letters, within the value by chance", { client_secret: "s3cr3t8", project_id: "xs3cr3t8" }],
    ["a short secret, within the value by chance", { client_secret: "abc", project_id: "abcdef" }],
  ])
})

describe("the returned client", () => {
  const client = parseClientSecrets(webText({ customer: "one" }))

  test("is a plain frozen object with frozen lists", () => {
    expect(Object.getPrototypeOf(client)).toBe(Object.prototype)
    expect(Object.isFrozen(client)).toBe(true)
    expect(Object.isFrozen(client.redirectUris)).toBe(true)
    expect(Object.isFrozen(client.javascriptOrigins)).toBe(true)
    expect({ ...client }).toEqual(client)
  })

  test("does not change with the object that was parsed", () => {
    const file = structuredClone(webFile())
    const fromObject = parseClientSecrets(file)
    ;(file.web["redirect_uris"] as string[]).push("https://late.example.com/")
    expect(fromObject.redirectUris).toEqual(web["redirect_uris"])
    expect(Object.isFrozen(file.web["redirect_uris"])).toBe(false)
  })

  test("keeps the checked values if an object returns different ones each time", () => {
    let reads = 0
    const file = webFile()
    Object.defineProperty(file.web, "redirect_uris", {
      enumerable: true,
      get: () => (reads++ === 0 ? web["redirect_uris"] : ["javascript:alert(1)"]),
    })
    expect(parseClientSecrets(file).redirectUris).toEqual(web["redirect_uris"])
    const list = [...(web["redirect_uris"] as string[])]
    Object.defineProperty(list, Symbol.iterator, { value: () => ["javascript:alert(1)"].values() })
    expect(parseClientSecrets(webFile({ redirect_uris: list })).redirectUris).toEqual(web["redirect_uris"])
  })

  test("keeps an unknown member of the client, without a warning", () => {
    expect(client.extra.get("customer")).toBe("one")
    expect(issuesOf(webText({ customer: "one" }))).toEqual({ errors: [], warnings: [] })
  })
})

describe("the option accept", () => {
  test.each<[string, Members, ParseClientSecretsOptions["accept"], string]>([
    ["a placeholder", { client_secret: "YOUR_SECRET" }, ["placeholder"], "placeholder web.client_secret"],
    ["a reference", { client_secret: "op://a/b/c" }, ["unresolved"], "unresolved web.client_secret"],
    ["a foreign character", { client_id: "\u00fc" }, ["foreign_character"], "foreign_character web.client_id"],
    ["swapped members", { client_id: "GOCSPX-abc" }, ["swapped_members"], "swapped_members web.client_id"],
    ["an exposed secret", { project_id: secretText }, ["exposed_secret"], "exposed_secret web.project_id"],
  ])("turns %s into a warning", (_, changes, accept, issue) => {
    expect(issuesOf(webFile(changes)).errors).toEqual([issue])
    const { errors, warnings } = issuesOf(webFile(changes), { accept })
    expect(errors).toEqual([])
    expect(warnings).toContain(issue)
  })

  test("does not accept a placeholder in a URI", () => {
    const changes = { redirect_uris: ["https://{host}/"], token_uri: "https://oauth2.googleapis.com/<token>" }
    expect(issuesOf(webFile(changes), { accept: ["placeholder"] }).errors).toHaveLength(2)
  })

  test("never makes the client hold its secret as a string", () => {
    for (const secret of ["YOUR_SECRET", "op://a/b/c", "\u00fcber"]) {
      const accept = ["placeholder", "unresolved", "foreign_character"] as const
      const client = parseClientSecrets(webFile({ client_secret: secret }), { accept })
      expect(`${client.clientSecret}`).toBe("[redacted]")
      expect(client.clientSecret.reveal()).toBe(secret)
    }
  })
})

test("Microsoft's issuer for several tenants has braces, and is not a placeholder", () => {
  const issuer = "https://login.microsoftonline.com/{tenantid}/v2.0"
  const entra = { auth_uri: "https://login.example.com/a", token_uri: "https://login.example.com/t" }
  expect(issuesOf(webFile({ ...entra, issuer })).errors).toEqual([])
  expect(issuesOf(webFile({ ...entra, token_uri: "https://login.example.com/{tenantid}/t" })).errors).toHaveLength(1)
})
