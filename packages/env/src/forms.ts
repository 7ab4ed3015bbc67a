import type { ClientSecretsFile, SourceDocument } from "@client-secrets/core"
import {
  type FileWork,
  type FoundFile,
  isDocument,
  isHttpUrl,
  printPath,
  readBoundedFile,
  sourceFailure,
} from "@client-secrets/source-kit"
import { decodeValue } from "./decode-value.ts"
import { explainMembers, explainVariable } from "./explain-value.ts"
import type { FormSettings } from "./form-options.ts"
import type { Variables } from "./variables.ts"

/** A way in which variables hold a client, where they do. */
export interface Form {
  /** The variable, or what else it comes from, for messages. */
  readonly from: string
  readonly document: SourceDocument
  /** Whether it is a whole client: the split form may be half a one. */
  readonly isComplete: boolean
}

export function readWhole(variables: Variables, { names }: FormSettings): Form | undefined {
  const value = variables.get(names.whole)
  if (value === undefined) return undefined
  const from = names.whole
  if (typeof value === "string") {
    const hint = () => explainVariable(value, names)
    return { from, document: { content: decodeValue(value), hint }, isComplete: true }
  }
  if (typeof (value as { get?: unknown }).get === "function") {
    throw sourceFailure("unsupported", `${from} is a binding with get(): use bindingSource.`)
  }
  if (typeof value !== "object") throw sourceFailure("invalid", `${from} is neither a text nor an object.`)
  return { from, document: { content: value as ClientSecretsFile | Uint8Array }, isComplete: true }
}

export function* readNamedFile(variables: Variables, { names, maxBytes }: FormSettings): FileWork<Form | undefined> {
  const from = names.file
  const path = variables.get(from)
  if (path === undefined) return undefined
  if (typeof path !== "string") throw sourceFailure("invalid", `${from} is not a text.`)
  if (isDocument(path)) throw sourceFailure("invalid", `${from} is a document, not a path: ${names.whole} takes that.`)
  if (isHttpUrl(path)) throw sourceFailure("invalid", `${from} is an address, not a path: fetchSource takes that.`)
  const found = yield* readFile(path, maxBytes)
  // Who names a file that is not there has made a mistake, which another source's client must not hide.
  if (found === undefined) {
    const isQuoted = /^(['"`]).*\1$/s.test(path)
    const where = isQuoted ? "the quotes around it are part of the value, so leave them out." : printPath(path)
    throw sourceFailure("unavailable", `${from} names a file that is not there: ${where}`)
  }
  return {
    from,
    document: { content: found.bytes, hint: () => `It is the file that ${from} names.` },
    isComplete: true,
  }
}

/** @param isSure whether there is a whole client already, so that it is no matter if this one may not be read. */
export function* readCredential(
  variables: Variables,
  settings: FormSettings,
  isSure: boolean,
): FileWork<Form | undefined> {
  const { names, maxBytes } = settings
  const directory = variables.get("CREDENTIALS_DIRECTORY")
  if (typeof directory !== "string") return undefined
  const from = `the systemd credential ${names.whole}`
  try {
    const found = yield* readFile(`${directory}/${names.whole}`, maxBytes)
    if (found === undefined) return undefined
    return { from, document: { content: found.bytes, hint: () => `It is ${from}.` }, isComplete: true }
  } catch (error) {
    if (isSure && (error as { code?: unknown }).code === "denied") return undefined
    throw error
  }
}

function* readFile(path: string, maxBytes: number): FileWork<FoundFile | undefined> {
  const found = yield* readBoundedFile(path, maxBytes)
  if (found === "directory") throw sourceFailure("unsupported", `${printPath(path)} is a directory.`)
  return found
}

export function readSplit(variables: Variables, settings: FormSettings): Form | undefined {
  const { names, type, redirectUris, endpoints } = settings
  const fromEnvironment = endpoints === "env"
  const clientId = readText(variables, names.clientId)
  const clientSecret = readText(variables, names.clientSecret)
  const uris = redirectUris ?? readTexts(variables, names.redirectUris)
  if (clientId === undefined && clientSecret === undefined) return undefined
  const members = {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: uris,
    auth_uri: fromEnvironment ? readText(variables, names.authUri) : endpoints?.authUri,
    token_uri: fromEnvironment ? readText(variables, names.tokenUri) : endpoints?.tokenUri,
  }
  const hint = () => explainMembers(members, names, variables.refused)
  return {
    from: names.clientSecret,
    document: { members: presentOf(members), hint, ...(type && { type }) },
    isComplete: clientId !== undefined && clientSecret !== undefined,
  }
}

function readText(variables: Variables, name: string): string | undefined {
  return checkText(variables.get(name), name)
}

// A Worker's JSON variable can be a list.
function readTexts(variables: Variables, name: string | undefined): Text | undefined {
  if (name === undefined) return undefined
  const value = variables.get(name)
  return Array.isArray(value) && value.every(item => typeof item === "string") ? value : checkText(value, name)
}

function checkText(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === "string") return value
  throw sourceFailure("invalid", `${name} is not a text.`)
}

type Text = string | readonly string[]

function presentOf(members: Readonly<Record<string, Text | undefined>>): Readonly<Record<string, Text>> {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Text] => entry[1] !== undefined))
}
