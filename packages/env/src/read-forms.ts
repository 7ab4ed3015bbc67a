import type { SourceDocument } from "@client-secrets/core"
import { type FileWork, sourceFailure } from "@client-secrets/source-kit"
import { agree } from "./agree.ts"
import type { FormSettings } from "./form-options.ts"
import { type Form, readCredential, readNamedFile, readSplit, readWhole } from "./forms.ts"
import { publicNamesOf } from "./variable-names.ts"
import { adviseGrant, createVariables, type LookUp, type Variables } from "./variables.ts"

/**
 * Reads the one form of a client that variables hold: the whole file, the systemd credential or the split form.
 *
 * Undefined where none is set. Half a split form is given where there is nothing else, since its reader may have the other
 * half: a client without a secret, or a secret whose client is known.
 *
 * @throws `invalid`, `unsupported`, `denied`, and what the reading of a named file may throw.
 */
export function* readForms(lookUp: LookUp, settings: FormSettings): FileWork<SourceDocument | undefined> {
  const variables = createVariables(lookUp)
  refusePublicSecrets(variables, settings)
  refuseStrayEndpoints(variables, settings)

  const whole = readWhole(variables, settings)
  const named = yield* readNamedFile(variables, settings)
  const split = readSplit(variables, settings)
  const isSure = [whole, named, split].some(form => form?.isComplete)
  const credential = yield* readCredential(variables, settings, isSure)

  if (whole !== undefined && named !== undefined) throw contradiction(whole.from, named.from, "")
  const [first, ...others] = [whole, named, credential, split].filter((form): form is Form => form?.isComplete === true)
  if (first !== undefined) {
    const other = others.find(form => !agree(first.document, form.document))
    if (other !== undefined) throw contradiction(first.from, other.from, " and differ")
    return first.document
  }
  if (split !== undefined) return split.document
  if (variables.refused.length > 0) throw sourceFailure("denied", adviseGrant(variables.refused))
  return undefined
}

function contradiction(name: string, otherName: string, how: string): Error {
  return sourceFailure("invalid", `${name} and ${otherName} are both set${how}: unset one of them.`)
}

function refusePublicSecrets(variables: Variables, { names }: FormSettings): void {
  for (const name of [names.whole, names.clientSecret]) {
    const publicName = publicNamesOf(name).find(variables.isSet)
    if (publicName === undefined) continue
    const text = `${publicName} is set, which bundlers put in the browser's code. Unset it, have the secret replaced, and set ${name}.`
    throw sourceFailure("unsupported", text)
  }
}

// Whoever can set one variable, in a planted .env file that Bun loads by itself, must not redirect the secret.
function refuseStrayEndpoints(variables: Variables, { names, endpoints }: FormSettings): void {
  if (endpoints !== undefined) return
  const stray = [names.authUri, names.tokenUri].find(variables.isSet)
  if (stray === undefined) return
  throw sourceFailure(
    "invalid",
    `${stray} is set, and is read only with the option endpoints: "env". Unset it, or ask for it.`,
  )
}
