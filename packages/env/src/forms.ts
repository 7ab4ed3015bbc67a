import type { ClientSecretsErrorCode, ClientSecretsFile, SourceDocument } from "@client-secrets/core"
import {
  describeType,
  type FileWork,
  type FoundFile,
  hiddenPath,
  isDocument,
  isHttpUrl,
  ownProperty,
  printVariablePath,
  readBoundedFile,
  sourceFailure,
} from "@client-secrets/source-kit"
import type { StatedDocument } from "./compare-clients.ts"
import { explainMembers, explainVariable } from "./explain-variable.ts"
import type { FormSettings } from "./form-options.ts"
import { hide, reveal } from "./hidden.ts"
import type { Variables } from "./variables.ts"

// Errors are returned and not thrown: while an error is thrown, no function of ours holds a value of a variable.

/** A way in which variables contain a client. */
export interface Form extends StatedDocument {
  /** The variable, or another place it comes from, for messages. */
  readonly from: string
}

/** A form; undefined if it is not set; or the error. */
export type FormResult = Form | undefined | Error

const wholeFile = { statesType: true, endpoints: "stated" } as const
const ofVariable = { carried: "variable" } as const

export function readWhole(variables: Variables, { names }: FormSettings): FormResult {
  const from = names.whole
  const value = variables.get(from)
  if (value === undefined) return undefined
  if (typeof value === "string") {
    const raw = hide(value)
    const hint = () => explainVariable(reveal(raw), names)
    return { from, document: hide({ content: value, ...ofVariable, hint }), ...wholeFile }
  }
  if (typeof value !== "object") {
    return sourceFailure("invalid", `${from} must be a string or an object; it is ${describeType(value)}.`)
  }
  if (typeof (value as { get?: unknown }).get === "function") {
    return sourceFailure("unsupported", `${from} is a binding with get(). Read it with bindingSource().`)
  }
  return { from, document: hide({ content: value as ClientSecretsFile | Uint8Array, ...ofVariable }), ...wholeFile }
}

/** The longest path of Linux, and the longest name of a file on every system; anything longer is a document. */
const longestPath = 4096
const longestName = 255

/** Returns the path in the variable that names a file. */
export function findNamedPath(variables: Variables, { names }: FormSettings): string | undefined | Error {
  const from = names.file
  const path = variables.get(from)
  if (path === undefined) return undefined
  if (typeof path !== "string") {
    return sourceFailure("invalid", `${from} must be the path of a file; it is ${describeType(path)}.`)
  }
  if (isDocument(path))
    return sourceFailure("invalid", `${from} holds a document, not a path. Put it into ${names.whole}.`)
  if (isHttpUrl(path))
    return sourceFailure("invalid", `${from} holds an address, not a path. Read it with fetchSource().`)
  if (path.length > longestPath || path.split(/[\\/]/).some(part => part.length > longestName)) {
    return sourceFailure(
      "invalid",
      `${from} holds something that is longer than a path can be. A document belongs in ${names.whole}.`,
    )
  }
  return path
}

export function* readNamedFile(path: string, { names, maxBytes }: FormSettings): FileWork<FormResult> {
  const from = names.file
  let found: FoundFile | "directory" | undefined
  try {
    found = yield* readBoundedFile(path, maxBytes)
  } catch (error) {
    const code = ownProperty(error, "code")
    if (printVariablePath(path) !== hiddenPath) throw error
    const text = `${from} could not be read. Its value does not look like a path, so it is not printed.`
    return sourceFailure(code as ClientSecretsErrorCode, text, ownProperty(error, "transient") === true)
  }
  if (found === "directory") return sourceFailure("unsupported", `${from} names a folder: ${printVariablePath(path)}`)
  // A variable that names a missing file is a mistake, which the client of another source must not hide.
  if (found === undefined) {
    const isQuoted = /^(['"`]).*\1$/s.test(path)
    const where = isQuoted ? "its value has quotes around it. Remove them." : printVariablePath(path)
    return sourceFailure("unavailable", `${from} names a file that does not exist: ${where}`)
  }
  const hint = () => `The document is the file that ${from} names.`
  return { from, document: hide({ content: found.bytes, path, hint }), ...wholeFile }
}

export function* readCredential(directory: string, { names, maxBytes }: FormSettings): FileWork<FormResult> {
  const from = `the systemd credential ${names.whole}`
  const path = `${directory}/${names.whole}`
  const found = yield* readBoundedFile(path, maxBytes)
  if (found === undefined) return undefined
  if (found === "directory") return sourceFailure("unsupported", `${capitalize(from)} is a folder.`)
  return { from, document: hide({ content: found.bytes, path, hint: () => `The document is ${from}.` }), ...wholeFile }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** @returns the split form, or half of it: `partial` */
export function readSplit(variables: Variables, settings: FormSettings): FormResult {
  const { names, type, endpoints } = settings
  const readsEndpoints = endpoints === "env"
  const values = {
    client_id: variables.get(names.clientId),
    client_secret: variables.get(names.clientSecret),
    auth_uri: readsEndpoints ? variables.get(names.authUri) : endpoints?.authUri,
    token_uri: readsEndpoints ? variables.get(names.tokenUri) : endpoints?.tokenUri,
  }
  const nameOf = {
    client_id: names.clientId,
    client_secret: names.clientSecret,
    auth_uri: names.authUri,
    token_uri: names.tokenUri,
  }
  const members: Record<string, string | readonly string[]> = {}
  for (const name of Object.keys(values) as (keyof typeof values)[]) {
    const value = values[name]
    if (value === undefined) continue
    if (typeof value !== "string") {
      return sourceFailure("invalid", `${nameOf[name]} must be a string; it is ${describeType(value)}.`)
    }
    members[name] = value
  }
  const hasId = Object.hasOwn(members, "client_id")
  const hasSecret = Object.hasOwn(members, "client_secret")
  if (!hasId && !hasSecret) {
    // Named together with the others that may not be read, so that one more grant is enough.
    if (variables.refused.includes(names.clientId) && names.redirectUris !== undefined)
      variables.get(names.redirectUris)
    return undefined
  }
  const uris = findRedirectUris(variables, settings)
  if (uris instanceof Error) return uris
  const partial = !(hasId && hasSecret)
  // An id and a secret are a client: which redirect URIs are registered for it is just not known. Half of one needs every grant.
  const mayNotLook = partial && names.redirectUris !== undefined && variables.refused.includes(names.redirectUris)
  if (uris !== undefined || !mayNotLook) members["redirect_uris"] = uris ?? []
  const kept = hide(members)
  const hint = () => explainMembers(reveal(kept), names, variables.refused)
  const document: SourceDocument = { members, hint, ...(type && { type }), ...(partial && { partial }) }
  const statesEndpoints =
    ownProperty(members, "auth_uri") !== undefined || ownProperty(members, "token_uri") !== undefined
  return {
    from: names.clientSecret,
    document: hide(document),
    statesType: type !== undefined,
    endpoints: statesEndpoints ? "stated" : names.impliesGoogle ? "implied" : "default",
  }
}

// A Worker's JSON variable can be a list.
function findRedirectUris(
  variables: Variables,
  { names, redirectUris }: FormSettings,
): string | readonly string[] | undefined | Error {
  if (redirectUris !== undefined) return redirectUris
  for (const name of [names.redirectUris, names.redirectUri]) {
    const value = name === undefined ? undefined : variables.get(name)
    if (value === undefined) continue
    if (typeof value === "string") return value
    if (Array.isArray(value) && value.every(item => typeof item === "string")) return value
    return sourceFailure("invalid", `${name} must be a string, or an array of strings; it is ${describeType(value)}.`)
  }
  return undefined
}
