import type { ReadContext, SourceDocument } from "@client-secrets/core"
import { type FileWork, ownProperty, sourceFailure } from "@client-secrets/source-kit"
import { findDifference, isComplete } from "./compare-clients.ts"
import { explainSecret } from "./explain-variable.ts"
import type { FormSettings } from "./form-options.ts"
import {
  type Form,
  type FormResult,
  findNamedPath,
  readCredential,
  readNamedFile,
  readSplit,
  readWhole,
} from "./forms.ts"
import { type Hidden, hide, reveal } from "./hidden.ts"
import { publicNamesOf } from "./variable-names.ts"
import { adviseGrant, createVariables, type LookUp, type Variables } from "./variables.ts"

/** A document that is hidden from error reporters; undefined if nothing is set; or the error to throw. */
export type ReadResult = Hidden<SourceDocument> | undefined | Error

/**
 * Reads the one form of a client in variables: the whole file, the systemd credential or the split form.
 *
 * Half of a split form is returned if there is nothing else, marked as `partial`, since its reader may have the other half:
 * a client without a secret, or a secret whose client is known.
 *
 * @returns instead of throwing: `invalid`, `unsupported`, `denied`
 * @throws what reading a named file throws
 */
export function* readForms(lookUp: LookUp, settings: FormSettings, context?: ReadContext): FileWork<ReadResult> {
  const variables = createVariables(lookUp)
  const refusal = refusePublicSecrets(variables, settings) ?? refuseStrayEndpoints(variables, settings)
  if (refusal !== undefined) return refusal

  const whole = readWhole(variables, settings)
  if (whole instanceof Error) return whole
  const path = findNamedPath(variables, settings)
  if (path instanceof Error) return path
  const { names } = settings
  if (whole !== undefined && path !== undefined) {
    return sourceFailure("invalid", `${names.whole} and ${names.file} are both set. Unset one of them.`)
  }
  const named = path === undefined ? undefined : yield* readNamedFile(path, settings)
  if (named instanceof Error) return named
  const split = readSplit(variables, settings)
  if (split instanceof Error) return split
  const hasOther = [whole, named, split].some(form => form !== undefined && !isPartial(form))
  const credential = yield* findCredential(variables, settings, hasOther)
  if (credential instanceof Error) return credential

  const chosen = chooseForm([whole, named, credential, split])
  if (chosen instanceof Error) return chosen
  if (chosen !== undefined)
    return isSecretWanted(chosen, context) ? asWhole(chosen.document, settings) : chosen.document
  return variables.refused.length > 0 ? sourceFailure("denied", adviseGrant(variables.refused)) : undefined
}

/** @param hasOther whether there is another client, so that it does not matter if this one may not be read */
function* findCredential(variables: Variables, settings: FormSettings, hasOther: boolean): FileWork<FormResult> {
  const directory = variables.get("CREDENTIALS_DIRECTORY")
  if (typeof directory !== "string") return undefined
  try {
    return yield* readCredential(directory, settings)
  } catch (error) {
    if (hasOther && ownProperty(error, "code") === "denied") return undefined
    throw error
  }
}

/**
 * Takes the first complete form. The other complete ones must not contradict it: anyone who can set one variable must not
 * replace a client, or have its secret sent elsewhere.
 *
 * A client is never put together of two forms. A file that cannot be read counts as complete, so that its error is seen.
 */
function chooseForm(candidates: readonly (Form | undefined)[]): Form | undefined | Error {
  const forms = candidates.filter(form => form !== undefined)
  if (forms.length < 2) return forms[0]
  const complete = forms.filter(isComplete)
  const [first, ...others] = complete
  if (first === undefined) return forms[0]
  for (const other of others) {
    const name = findDifference(first, other)
    if (name !== undefined) {
      const what = name === "type" ? "client type" : nameOfMember(name)
      const text = `${first.from} and ${other.from} are both set, and their ${what} is not the same. Unset one of them.`
      return sourceFailure("invalid", text)
    }
  }
  return first
}

/** A name of the format is printed; any other one could hold anything. */
function nameOfMember(name: string): string {
  return /^[a-z_]{1,40}$/.test(name) ? name : "content"
}

function isPartial({ document }: Form): boolean {
  return ownProperty(reveal(document), "partial") === true
}

/** Whether the reader has the rest of the client: then it needs only the secret. */
function isSecretWanted({ document }: Form, context: ReadContext | undefined): boolean {
  const members = ownProperty(reveal(document), "members")
  return wantsOf(context) === "secret" && ownProperty(members, "client_secret") !== undefined
}

/** What the reader needs. A context that does not say so must not inherit it from `Object.prototype`. */
export function wantsOf(context: Pick<ReadContext, "wants"> | undefined): "secret" | undefined {
  return ownProperty(context, "wants") === "secret" ? "secret" : undefined
}

function asWhole(document: Hidden<SourceDocument>, { names }: FormSettings): Hidden<SourceDocument> {
  const hint = () => explainSecret(ownProperty(ownProperty(reveal(document), "members"), "client_secret"), names)
  return hide({ ...reveal(document), partial: false, hint })
}

function refusePublicSecrets(variables: Variables, { names }: FormSettings): Error | undefined {
  for (const name of [names.whole, names.clientSecret]) {
    const publicName = publicNamesOf(name).find(variables.isSet)
    if (publicName === undefined) continue
    return sourceFailure(
      "unsupported",
      `${publicName} is set, and bundlers put such variables into the browser's code. Unset it, create a new secret, and set ${name} instead.`,
    )
  }
  return undefined
}

// Anyone who can set one variable, in a planted .env file that Bun loads by itself, must not redirect the secret.
function refuseStrayEndpoints(variables: Variables, { names, endpoints }: FormSettings): Error | undefined {
  if (endpoints !== undefined) return undefined
  const stray = [names.authUri, names.tokenUri].find(variables.isSet)
  if (stray === undefined) return undefined
  return sourceFailure(
    "invalid",
    `${stray} is set, but it is read only with the option endpoints: "env". Unset it, or set that option.`,
  )
}
