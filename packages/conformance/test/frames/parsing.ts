import { findDeeply } from "@client-secrets/conformance/frames"
import {
  ClientSecretsError,
  clientSecretsSchema,
  type ParseClientSecretsOptions,
  parseClientSecrets,
  safeParseClientSecrets,
} from "@client-secrets/core"

interface BrokenInput {
  readonly input: unknown
  readonly options?: ParseClientSecretsOptions
}

/** Documents that are refused, in every form that can be passed, to every function that parses. */
export function parsingScenarios(secret: string): Readonly<Record<string, () => unknown>> {
  const scenarios: Record<string, () => unknown> = {}
  for (const [name, make] of Object.entries(brokenInputs(secret))) {
    scenarios[`parseClientSecrets, ${name}`] = () => {
      const { input, options } = make()
      parseClientSecrets(input as string, options)
    }
    scenarios[`safeParseClientSecrets, ${name}`] = () => {
      const { input, options } = make()
      const result = safeParseClientSecrets(input as string, options)
      // Nothing is thrown here: the returned result must not hold the document.
      return result.success ? undefined : outcomeOf(result, result.error.code, secret)
    }
    scenarios[`clientSecretsSchema, ${name}`] = () => {
      const { input, options } = make()
      // A schema has no options.
      if (options !== undefined) return "returned: no options"
      const result = clientSecretsSchema["~standard"].validate(input)
      return result.issues && outcomeOf(result, "invalid", secret)
    }
  }
  return scenarios
}

function outcomeOf(result: object, code: string, secret: string): string {
  const found = findDeeply.call(result, secret)
  return found === "" ? `returned: ${code}` : `returned the secret at ${found}`
}

function brokenInputs(secret: string): Readonly<Record<string, () => BrokenInput>> {
  const members = {
    client_id: "1234567890-example.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
  const fileOf = (changes: object) => ({ web: { ...members, ...changes } })
  const broken = {
    "a member that is missing": fileOf({ redirect_uris: undefined }),
    "several broken values": fileOf({
      client_secret: ` ${secret}`,
      redirect_uris: ["x", 7],
      auth_uri: "http://a.example",
    }),
    "the secret in a public member": fileOf({ project_id: secret }),
    "the secret as a name": { web: { ...members, [secret]: secret }, [secret]: secret, installed: {} },
    "another kind of file": { type: "service_account", private_key: secret },
    "no client": { [secret]: secret },
    "a list": [secret],
  }
  const faults: Record<string, () => BrokenInput> = {}
  for (const [name, file] of Object.entries(broken)) {
    const text = JSON.stringify(file)
    faults[`${name}, as text`] = () => ({ input: text.slice() })
    faults[`${name}, as bytes`] = () => ({ input: new TextEncoder().encode(text) })
    faults[`${name}, as an object`] = () => ({ input: JSON.parse(text) })
  }
  const sound = JSON.stringify(fileOf({}))
  const brokenTexts = {
    "a superfluous comma": sound.replace("}}", ",}}"),
    "a truncated string": sound.slice(0, sound.indexOf(secret) + secret.length),
    "a duplicate member": sound.replace('"client_secret"', `"client_secret":"${secret}x","client_secret"`),
    "something that is not JSON": `secret: ${secret}`,
    "the bare secret": secret,
    "too many levels": `{"${secret}":${"[".repeat(600)}${"]".repeat(600)}}`,
  }
  for (const [name, text] of Object.entries(brokenTexts)) {
    faults[`${name}, as text`] = () => ({ input: text.slice() })
    faults[`${name}, as bytes`] = () => ({ input: new TextEncoder().encode(text) })
  }
  const onWarning = () => {
    throw new ClientSecretsError("aborted", "onWarning throws this")
  }
  return {
    ...faults,
    "bytes that are not text": () => ({ input: Uint8Array.of(0xc3, 0x28, ...new TextEncoder().encode(sound)) }),
    "a string that is too long": () => ({ input: sound.slice(), options: { maxBytes: 20 } }),
    "bytes that are too long": () => ({ input: new TextEncoder().encode(sound), options: { maxBytes: 20 } }),
    "an object that is too long": () => ({ input: JSON.parse(sound), options: { maxBytes: 20 } }),
    "a client of the other type": () => ({ input: sound.slice(), options: { type: "installed" } }),
    "an object whose getter throws": () => ({
      input: {
        secret,
        get web() {
          throw new Error(secret)
        },
      },
    }),
    "a Promise": () => ({ input: Promise.resolve(sound) }),
    "an option of the wrong type": () => ({ input: sound.slice(), options: { type: secret } as never }),
    "options that are not an object": () => ({ input: sound.slice(), options: secret as never }),
    "onWarning throws for a string": () => ({
      input: JSON.stringify(fileOf({ redirect_uris: ["https://a.example/*"] })),
      options: { onWarning },
    }),
    "onWarning throws for an object": () => ({
      input: fileOf({ redirect_uris: ["https://a.example/*"] }),
      options: { onWarning },
    }),
  }
}
