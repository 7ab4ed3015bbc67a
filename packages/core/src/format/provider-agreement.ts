import type { FindingInText } from "./check-text.ts"
import { clientSecretsMembers } from "./members.ts"
import { isAtGoogle, isGoogles, isGoogleUrl } from "./uri-rules.ts"

const endpointMembers = clientSecretsMembers.filter(({ kind }) => kind === "endpoint").map(({ name }) => name)

/** A finding about a member that several members make together. */
export interface FindingAtMember {
  readonly name: string
  readonly finding: FindingInText
}

/** Whose endpoints a client names: an endpoint of Google's and another's would send the code to one, and the secret to the other. */
export class ProviderAgreement {
  readonly #google: string[] = []
  readonly #others: string[] = []
  /** Those of the others that are on a host of Google's: the user may sign in at Google there too. */
  readonly #atGoogle: string[] = []

  /** Notes an endpoint, and says whether it is written as in Google's own files: then nothing is wrong with it. */
  note(name: string, uri: string): boolean {
    const isGoogleUri = isGoogleUrl(name, uri)
    const isGoogle = isGoogleUri || isGoogles(name, uri)
    if (isGoogle !== undefined) (isGoogle ? this.#google : this.#others).push(name)
    if (isGoogle === false && isAtGoogle(uri)) this.#atGoogle.push(name)
    return isGoogleUri
  }

  /** Whether the user signs in at Google. */
  get isGoogle(): boolean {
    return this.#google.includes("auth_uri")
  }

  /** Whether some endpoints are Google's and others are not. */
  get isMixed(): boolean {
    const google = this.#likelyGoogle
    return google.length > 0 && this.#others.some(name => !google.includes(name))
  }

  /** Google's endpoints, or if none is, those on its hosts. */
  get #likelyGoogle(): readonly string[] {
    return this.#google.length > 0 ? this.#google : this.#atGoogle
  }

  /** Each endpoint that is another provider's than the first one. */
  findMixture(): readonly FindingAtMember[] {
    const google = this.#likelyGoogle
    const present = [...google, ...this.#others]
    const [first, ...others] = endpointMembers.filter(name => present.includes(name))
    const isFirstGoogle = google.includes(first!)
    return others
      .map(name => ({ name, isGoogle: google.includes(name) }))
      .filter(({ isGoogle }) => isGoogle !== isFirstGoogle)
      .map(({ name, isGoogle }) => ({ name, finding: { code: "mixed_endpoints", other: first!, isGoogle } }))
  }
}
