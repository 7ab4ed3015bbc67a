import { findReference } from "@client-secrets/recognize"
import type { ClientType } from "./client-secrets.ts"
import type { Finding } from "./finding.ts"
import { ownMember } from "./json-value.ts"
import { clientTypes } from "./members.ts"
import { objectKinds } from "./other-objects.ts"
import { textKinds } from "./other-texts.ts"

/** Names that people write for a client type. */
const typeSlips: ReadonlyMap<string, ClientType> = new Map([
  ["web", "web"],
  ["webapp", "web"],
  ["web_app", "web"],
  ["web_application", "web"],
  ["installed", "installed"],
  ["desktop", "installed"],
  ["native", "installed"],
  ["cli", "installed"],
  ["other", "installed"],
])

const noType: Finding = { code: "no_client_type", path: [], meant: undefined, isInside: false }

/** Says what a text that is not JSON is; `undefined` where no signature matches. */
export function recognizeText(text: string): Finding | undefined {
  const value = text.trim()
  const reference = findReference(value)
  if (reference !== undefined) return { code: "unresolved", path: [], ...pick(reference) }
  const kind = textKinds.find(({ looksLike }) => looksLike(value))
  return kind && { code: "wrong_kind", path: [], message: kind.message, advice: kind.advice }
}

/** Says what a parsed document without a client type is. */
export function recognizeValue(root: unknown): Finding {
  if (typeof root === "string") return recognizeText(`"${root}`) ?? noType
  if (Array.isArray(root))
    return {
      code: "wrong_kind",
      path: [],
      message: "This is a list, not a client file.",
      advice: 'Save only the object with "web" or "installed" as the file.',
    }
  if (typeof root !== "object" || root === null) return noType
  const object = root as Readonly<Record<string, unknown>>
  const near = findClient(object)
  if (near !== undefined) return near
  const kind = objectKinds.find(({ looksLike }) => looksLike(name => Object.hasOwn(object, name), ownView(object)))
  if (kind === undefined) return noType
  return { code: "wrong_kind", path: [], message: kind.message, advice: kind.advice }
}

/** Finds a client under another name, `{"Web": …}`, or one level too deep. */
function findClient(object: Readonly<Record<string, unknown>>): Finding | undefined {
  for (const name of Object.keys(object).slice(0, 20)) {
    const value = object[name]
    const meant = typeSlips.get(name.toLowerCase())
    if (meant !== undefined && ownMember(value, "client_id") !== undefined)
      return { code: "no_client_type", path: [name], meant, isInside: false }
    const type = clientTypes.find(type => ownMember(ownMember(value, type), "client_id") !== undefined)
    if (type !== undefined) return { code: "no_client_type", path: [name], meant: type, isInside: true }
  }
  return undefined
}

/** The members that the table checks by value; own ones only. */
function ownView(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null), object)
}

function pick({ kind, advice }: { readonly kind: string; readonly advice: string }): { kind: string; advice: string } {
  return { kind, advice }
}
