import { inspect } from "node:util"
import {
  type Diagnostic,
  type Emitter,
  findSecret,
  type GeneratedFile,
  type GenerateInput,
  type GenerateOptions,
  generate,
  javascriptEmitter,
  type Model,
  typescriptEmitter,
} from "@client-secrets/codegen"
import { freshSecret } from "@client-secrets/conformance"
import { describe, expect, test } from "vitest"
import { allEmitters, exampleClient, exampleEnvironments, exampleFile, secret } from "./example.ts"

const everything: GenerateOptions = { emitters: allEmitters }
const codesOf = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ code }) => code)
const failing = (members: Readonly<Record<string, unknown>>, options?: GenerateOptions): readonly Diagnostic[] => {
  const { files, diagnostics } = generate(exampleFile(members), options)
  expect(files).toEqual([])
  return diagnostics
}

describe("inputs", () => {
  const { files } = generate(exampleFile(), everything)

  test("accepts a string, bytes or an object, directly or with a name", () => {
    expect(files.length).toBe(9)
    const content = exampleFile()
    for (const input of [new TextEncoder().encode(content), JSON.parse(content), `\ufeff${content}`]) {
      expect(generate(input, everything).files).toEqual(files)
    }
    expect(generate([{ content }], everything).files).toEqual(files)
    expect(generate([{ content, name: "google" }], { ...everything, name: "other" }).files).toEqual(files)
  })

  test("accepts the public file, which leads to the same bytes as the whole file", () => {
    const publicFile = files.find(({ path }) => path === "google.client_secrets.public.json")!
    expect(JSON.parse(publicFile.text).web).toEqual({ ...exampleClient(), client_secret: undefined })
    expect(generate(publicFile.text, everything)).toEqual({ files, diagnostics: [] })
  })

  test("accepts several clients together", () => {
    const inputs = Array.from({ length: 1_000 }, (_, index): GenerateInput => {
      const members = {
        client_id: `client-${index}.apps.googleusercontent.com`,
        client_secret: `${secret}_${index}_${index * 7919}`,
      }
      return { name: `client-${index}`, content: exampleFile(members) }
    })
    const result = generate(inputs)
    expect(result.diagnostics).toEqual([])
    expect(result.files.length).toBe(2_000)
    expect(result.files.map(({ path }) => path)).toEqual(result.files.map(({ path }) => path).sort())
  })
})

describe("the output has the same bytes", () => {
  const { files } = generate(exampleFile(), everything)
  const reversed = (value: object): object => Object.fromEntries(Object.entries(value).reverse())

  test("whatever the secret is, and in whatever order members and inputs are", () => {
    expect(generate(exampleFile({ client_secret: "ANOTHER_EXAMPLE_OF_NONE" }), everything).files).toEqual(files)
    expect(generate({ web: reversed(exampleClient()) }, everything).files).toEqual(files)
    const environments = generate(exampleEnvironments, everything).files
    expect(generate(exampleEnvironments.toReversed(), everything).files).toEqual(environments)
    expect(generate(exampleEnvironments, everything).files).toEqual(environments)
  })

  test("with LF, in ASCII, without absolute paths, versions or dates", () => {
    for (const { text } of files) {
      expect(text).toMatch(/^[\n -~]*\n$/)
      expect(text).not.toContain(process.cwd())
      // The name of JSON Schema's own version is not a date of ours.
      expect(text.replace("/draft/2020-12/", "")).not.toMatch(/\b20\d\d-\d\d|\b\d+\.\d+\.\d+\b/)
    }
  })
})

describe("problems in inputs", () => {
  test("are all reported together, with their positions, and no files are returned", () => {
    const { files, diagnostics } = generate([
      {
        label: "a.json",
        name: "a",
        content: exampleFile({ auth_uri: "http://accounts.google.com/", redirect_uris: [] }),
      },
      { label: "b.json", name: "b", content: "{" },
      { name: "c", content: exampleFile() },
    ])
    expect(files).toEqual([])
    const [first] = diagnostics
    expect(first).toMatchObject({ severity: "error", input: "a.json", line: 1 })
    expect(diagnostics.map(({ input, code }) => `${input} ${code}`).sort()).toEqual([
      "a.json empty",
      "a.json insecure_endpoint",
      "a.json mixed_endpoints",
      "b.json not_json",
    ])
  })

  test("depend on the options of the parser", () => {
    expect(codesOf(failing({ auth_uri: "http://10.0.0.1/" }))).toContain("insecure_endpoint")
    const relaxed = generate(exampleFile({ auth_uri: "http://10.0.0.1/" }), { allowInsecureEndpoints: true })
    expect(relaxed.files.length).toBe(2)
    expect(codesOf(failing({}, { type: "installed" }))).toEqual(["other_client_type"])
    expect(codesOf(failing({}, { maxBytes: 10 }))).toEqual(["too_large"])
    expect(generate(exampleFile({ redirect_uris: [] }), { optional: ["redirect_uris"] }).files.length).toBe(2)
  })

  test("include omitted unknown members, whose names are printed only if they are plain", () => {
    const { files, diagnostics } = generate(exampleFile({ api_key: "EXAMPLE_KEY", [secret]: 1 }), everything)
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "left_out", path: ["web"] }])
    expect(diagnostics[0]!.message).toBe("Members that the format does not know are left out: api_key, 1 more.")
    expect(JSON.stringify(files)).not.toMatch(/api_key|EXAMPLE_KEY/)
    expect(files).toEqual(generate(exampleFile(), everything).files)
  })

  test("are an error for environments of different shapes, and a warning for different redirect paths", () => {
    const [prod, dev] = exampleEnvironments
    const without = { ...dev!, content: exampleFile({ project_id: undefined, client_secret: `${secret}_OF_DEV` }) }
    const result = generate([prod!, without])
    expect(result.files).toEqual([])
    expect(result.diagnostics).toMatchObject([{ code: "different_shape", severity: "error" }])
    expect(result.diagnostics[0]!.message).toContain("only one has projectId")

    const installed = { environment: "dev", content: { installed: exampleClient() } }
    expect(codesOf(generate([prod!, installed]).diagnostics)).toEqual(["different_shape"])

    const moved = { environment: "dev", content: exampleFile({ redirect_uris: ["http://localhost:3000/other"] }) }
    const warned = generate([prod!, moved])
    expect(warned.diagnostics).toMatchObject([{ code: "different_redirect_paths", severity: "warning" }])
    expect(warned.files.length).toBe(2)
  })
})

describe("a secret in a public member", () => {
  const encodings: Readonly<Record<string, (text: string) => string>> = {
    plain: text => text,
    base64: text => Buffer.from(`id:${text}:x`).toString("base64"),
    hex: text => Buffer.from(text).toString("hex"),
    reversed: text => [...text].reverse().join(""),
    "base64 of hex": text => Buffer.from(Buffer.from(text).toString("hex")).toString("base64"),
  }

  test.each(Object.keys(encodings))("is found: %s", encoding => {
    const hidden = `x-${encodings[encoding]!(secret)}-x`
    for (const members of [{ project_id: hidden }, { redirect_uris: [`https://app.example.com/?state=${hidden}`] }]) {
      const diagnostics = failing(members, everything)
      expect(new Set(codesOf(diagnostics))).toEqual(new Set(["exposed_secret"]))
      expect(findSecret(JSON.stringify(diagnostics), secret)).toEqual([])
    }
  })

  test("is found in the file of another client", () => {
    const result = generate([
      { name: "one", content: exampleFile() },
      { name: "two", content: exampleFile({ client_secret: "QUITE_ANOTHER_EXAMPLE", project_id: secret }) },
    ])
    expect(result.files).toEqual([])
    expect(result.diagnostics).toMatchObject([
      { code: "secret_in_output", file: "two.public.ts" },
      { code: "secret_in_output", file: "two.server.ts" },
    ])
    expect(result.diagnostics[0]!.message).toBe("The output two.public.ts holds the secret of one (plain).")
  })

  test("is recognized by its form if there is no secret to compare with", () => {
    const swapped = {
      client_id: `GOCSPX-${"EXAMPLE".repeat(4)}`,
      client_secret: "1234-example.apps.googleusercontent.com",
    }
    expect(codesOf(failing(swapped))).toEqual(["swapped_members", "swapped_members"])
    const publicPart = (members: Readonly<Record<string, unknown>>) => failing({ client_secret: undefined, ...members })
    expect(codesOf(publicPart({ client_id: swapped.client_id }))).toEqual(["swapped_members"])
    const withQuery = (query: string) =>
      publicPart({ redirect_uris: ["https://a.example.com/", `https://a.example.com/?${query}`] })
    for (const query of ["client_secret=EXAMPLE", "a=b&client%5Fsecret=EXAMPLE", "access_token=EXAMPLE"]) {
      expect(withQuery(query)).toMatchObject([{ code: "secret_shape", path: ["web", "redirect_uris", 1] }])
    }
    expect(generate(exampleFile({ redirect_uris: ["https://a.example.com/?tenant=secret"] })).files.length).toBe(2)
  })

  // Parts of values, so that no scanner reports this file.
  const [header, payload, signature] = ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJFWEFNUExFIn0", "EXAMPLE_NOT_SIGNED"]
  test.each([
    ["a JSON Web Token", `state=${header}.${payload}.${signature}`],
    ["a JSON Web Token", `state=x-${header}.${payload}.${signature}&b=c`],
    ["a JSON Web Token", `a.b=${encodeURIComponent(`${header}.${payload}.${signature}`)}`],
    ["an access token of Google", `x=ya29.${"EXAMPLE".repeat(4)}`],
    ["a refresh token of Google", `x=1//0${"EXAMPLE".repeat(4)}`],
    ["a private key", `x=${encodeURIComponent(`-----BEGIN PRIVATE${" "}KEY-----`)}`],
  ])("in a public member, recognizes %s", (kind, query) => {
    const [diagnostic] = failing({ client_secret: undefined, redirect_uris: [`https://a.example.com/?${query}`] })
    expect(diagnostic).toMatchObject({ code: "secret_shape", message: expect.stringContaining(kind) })
    expect(diagnostic!.message).not.toContain("EXAMPLE")
  })

  test.each([
    ["one part is missing", `${header}.${payload}`],
    ["one part is short", `${header}.abc.${signature}`],
    ["it is within a word", `x${header}.${payload}.${signature}`],
    ["its beginning is short", `eyJ.${payload}.${signature}`],
  ])("accepts a value that is not a JSON Web Token: %s", (_, value) => {
    const { diagnostics } = generate(exampleFile({ redirect_uris: [`https://a.example.com/?x=${value}`] }))
    expect(codesOf(diagnostics)).not.toContain("secret_shape")
  })

  test("that is too short to search for is only compared, with a warning", () => {
    const warned = generate(exampleFile({ client_secret: "short" }))
    expect(warned.diagnostics).toMatchObject([{ severity: "warning", code: "short_secret" }])
    expect(warned.files.length).toBe(2)
    expect(codesOf(failing({ client_secret: "short", project_id: "short" }))).toContain("exposed_secret")
  })
})

describe("an inlined secret", () => {
  const installed = { installed: exampleClient() }

  test("is refused for a web client", () => {
    const { files, diagnostics } = generate(exampleFile(), { inlineSecret: true })
    expect(files).toEqual([])
    expect(diagnostics).toMatchObject([{ severity: "error", code: "inline_refused" }])
  })

  test("is only in the server module of an installed client, and the file is marked", () => {
    const { files, diagnostics } = generate(installed, { ...everything, inlineSecret: true })
    expect(diagnostics).toEqual([])
    const holding = files.filter(({ text }) => findSecret(text, secret).length > 0).map(({ path }) => path)
    expect(holding).toEqual(["google.server.mjs", "google.server.ts"])
    expect(files.filter(({ holdsSecret }) => holdsSecret).map(({ path }) => path)).toEqual(holding)
  })

  test("needs the whole file", () => {
    const publicFile = JSON.stringify({ installed: exampleClient({ client_secret: undefined }) })
    expect(codesOf(generate(publicFile, { inlineSecret: true }).diagnostics)).toEqual(["inline_refused"])
  })
})

describe("a custom emitter", () => {
  const emitterOf = (give: Emitter["generate"]): GenerateOptions => ({ emitters: [{ name: "own", generate: give }] })

  test("receives everything that is public, frozen, and no secret", () => {
    const seen: Model[] = []
    const options = emitterOf(model => {
      seen.push(model)
      return [{ path: "clients.txt", text: JSON.stringify(model) }]
    })
    const { files } = generate(exampleEnvironments, { ...options, inlineSecret: false })
    const printed = inspect(seen, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + files[0]!.text
    expect(printed).toContain("5678-example")
    for (const hidden of [secret, `${secret}_OF_DEV`]) expect(findSecret(printed, hidden)).toEqual([])
    const isDeeplyFrozen = (value: unknown): boolean =>
      typeof value !== "object" ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))
    expect(isDeeplyFrozen(seen[0])).toBe(true)
  })

  test("cannot mark its output as a file that may contain the secret", () => {
    const file: GeneratedFile = { path: "a.txt", text: secret, holdsSecret: true, isServerModule: false }
    const options = emitterOf(() => [file])
    expect(generate(exampleFile(), options).diagnostics).toMatchObject([{ code: "secret_in_output", file: "a.txt" }])
    const inPath = emitterOf(() => [{ path: `${secret}.txt`, text: "" }])
    const { diagnostics } = generate(exampleFile(), inPath)
    expect(diagnostics).toMatchObject([{ code: "secret_in_output", file: "output 1" }])
    expect(findSecret(JSON.stringify(diagnostics), secret)).toEqual([])
    // The text contains the first client's secret, and the path the second one's.
    const other = "QUITE_ANOTHER_EXAMPLE"
    const inputs = [
      { name: "one", content: exampleFile() },
      { name: "two", content: exampleFile({ client_secret: other }) },
    ]
    const ofTwo = generate(
      inputs,
      emitterOf(() => [{ path: `${other}.txt`, text: secret }]),
    )
    expect(ofTwo.diagnostics).toMatchObject([{ code: "secret_in_output", file: "output 1" }])
    expect(findSecret(JSON.stringify(ofTwo.diagnostics), other)).toEqual([])
  })

  test("writes within the folder, one file per path", () => {
    for (const path of ["../a", "/a", "a/../b", "a//b", "./a", "C:\\a", "a\\b", "a\nb", "", "a\u202eb"]) {
      expect(() =>
        generate(
          exampleFile(),
          emitterOf(() => [{ path, text: "" }]),
        ),
      ).toThrow(TypeError)
    }
    const twice = emitterOf(() => ["a.ts", "A.ts"].map(path => ({ path, text: "" })))
    expect(() => generate(exampleFile(), twice)).toThrow("Two emitters return a file of the same name.")
    expect(
      generate(
        exampleFile(),
        emitterOf(() => [{ path: "a/b.ts", text: "" }]),
      ).files,
    ).toEqual([{ path: "a/b.ts", text: "", holdsSecret: false, isServerModule: false, mainExport: undefined }])
  })
})

describe("throws a TypeError for mistakes", () => {
  const attempt = (input: unknown, options?: unknown) => () => generate(input as string, options as GenerateOptions)
  const content = exampleFile()

  test("in names", () => {
    const names = [
      "",
      "a b",
      "a'b",
      "*/",
      "</script>",
      "a\u2028b",
      "__proto__",
      "\u202ea",
      "\ud800",
      "`${a}`",
      "a.b",
      "../a",
      "1a",
    ]
    for (const name of [
      ...names,
      "a".repeat(65),
      "a".repeat(1_000_000),
      "class",
      "await",
      "client-id",
      "envSource",
      "firstOf",
      1,
      null,
    ]) {
      expect(attempt(content, { name }), String(name)).toThrow(TypeError)
      expect(attempt([{ content, environment: name }]), String(name)).toThrow(TypeError)
    }
    for (const name of ["con", "AUX", "nul", "Prn", "com1", "LPT9"])
      expect(attempt(content, { name }), name).toThrow(/device on Windows/)
    for (const name of ["console", "com10", "con-a", "nul1"]) expect(attempt(content, { name }), name).not.toThrow()
    expect(attempt([{ content, environment: "google" }])).toThrow(TypeError)
    expect(attempt([{ content }, { content }])).toThrow(TypeError)
    expect(
      attempt([
        { content, name: "a" },
        { content, name: "A" },
      ]),
    ).toThrow(TypeError)
    expect(
      attempt([
        { content, environment: "a-b" },
        { content, environment: "a_b" },
      ]),
    ).toThrow(TypeError)
    expect(attempt([{ content }, { content, environment: "dev" }])).toThrow(TypeError)
  })

  test("in references, which are not printed, since they may be secrets", () => {
    const references = [
      secret,
      `env:${secret.toLowerCase()}`,
      "env:VITE_GOOGLE_CLIENT_SECRET",
      "env:A B",
      "file:",
      "aws:a\nb",
      "x:y",
      1,
    ]
    for (const reference of references) {
      expect(attempt(content, { secret: reference }), String(reference)).toThrow(TypeError)
      try {
        generate(content, { secret: reference as string })
      } catch (error) {
        expect(findSecret(String(error), secret)).toEqual([])
      }
    }
    const inputs = [
      { content, environment: "dev", secret: "env:A" },
      { content, environment: "prod", secret: "aws:a" },
    ]
    expect(attempt(inputs)).toThrow("places of the same kinds")
  })

  test("in options", () => {
    for (const options of [
      null,
      1,
      { emitters: [] },
      { emitters: [{}] },
      { emitters: "ts" },
      { type: "x" },
      { optional: ["x"] },
    ]) {
      expect(attempt(content, options), JSON.stringify(options)).toThrow(TypeError)
    }
    expect(attempt([])).toThrow(TypeError)
    expect(attempt([null])).toThrow(TypeError)
    expect(attempt([JSON.stringify(content)])).toThrow(/object \{ content/)
    expect(attempt([{ content, label: 1 }])).toThrow(TypeError)
  })

  test("and reads no option from a polluted prototype", () => {
    const clean = generate({ installed: exampleClient() }).files
    const prototype = Object.prototype as unknown as Record<string, unknown>
    const polluted = {
      inlineSecret: true,
      allowInsecureEndpoints: true,
      name: "other",
      secret: "none",
      holdsSecret: true,
    }
    Object.assign(prototype, { ...polluted, issuer: "https://id.example.com", environment: "dev" })
    try {
      const { files } = generate({ installed: exampleClient() })
      expect(files).toEqual(clean)
      expect(files.map(({ path }) => path)).toEqual(["google.public.ts", "google.server.ts"])
      for (const { text } of files) expect(findSecret(text, secret)).toEqual([])
      expect(codesOf(failing({ auth_uri: "http://id.example.com/" }))).toContain("insecure_endpoint")
    } finally {
      for (const name of [...Object.keys(polluted), "issuer", "environment"]) delete prototype[name]
    }
  })
})

test("no output or diagnostic contains a part of a secret, whatever is wrong with the file", () => {
  const runs = (text: string): readonly string[] =>
    Array.from({ length: text.length - 5 }, (_, index) => text.slice(index, index + 6))
  for (let round = 0; round < 40; round++) {
    const fresh = freshSecret()
    const base64 = Buffer.from(fresh).toString("base64")
    const members: readonly Readonly<Record<string, unknown>>[] = [
      {},
      { redirect_uris: fresh },
      { redirect_uris: [fresh] },
      { auth_uri: `http://${fresh}/` },
      { project_id: fresh },
      { [fresh]: fresh },
      { client_id: ` ${fresh}` },
      { token_uri: `https://a.example.com/?x=${base64}` },
      { redirect_urls: [fresh], redirect_uris: undefined },
    ]
    for (const one of members) {
      const content = exampleFile({ client_secret: fresh, ...one })
      for (const input of [content, content.slice(0, -1), content.replace(fresh, `${fresh}"`)]) {
        const result = generate(input, { emitters: [...allEmitters] })
        const printed = JSON.stringify(result) + inspect(result, { depth: 9, showHidden: true })
        for (const run of [...runs(fresh), ...runs(base64.slice(0, -4))]) expect(printed).not.toContain(run)
      }
    }
  }
})

test("the emitter determines the language of a file, not the file's name", () => {
  const renamed = { ...typescriptEmitter, name: "mjs" }
  const { files } = generate(
    { installed: exampleClient() },
    { emitters: [renamed, javascriptEmitter], inlineSecret: true },
  )
  const server = files.find(({ path }) => path === "google.server.ts")!
  expect(findSecret(server.text, secret)).toEqual([])
})
