import { createSecret } from "@client-secrets/core"

/** What holds a secret and must print without it, by name; each is made of the secret's text. */
export const subjects: Readonly<Record<string, (text: string) => unknown>> = {
  "a Secret": text => createSecret(text),
  "an object that holds a Secret": text => ({ held: createSecret(text), list: [createSecret(text)] }),
  "a Map of a Secret": text => new Map([["key", createSecret(text)]]),
  "an error that holds a Secret": text =>
    Object.assign(new Error("holds one", { cause: createSecret(text) }), { secret: createSecret(text) }),
  "a heir of a Secret": text => Object.create(createSecret(text)),
  "a proxy of a Secret": text => new Proxy(createSecret(text), {}),
  "a copy of a Secret": text => ({ ...createSecret(text) }),
}
