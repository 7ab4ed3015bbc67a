import type { FindingInText } from "./check-text.ts"
import { clientSecretsMembers } from "./members.ts"
import { isGoogles, isGoogleUrl } from "./uri-rules.ts"

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

  /** Notes an endpoint, and says whether it is written as in Google's own files: then nothing is wrong with it. */
  note(name: string, uri: string): boolean {
    const isGoogleUri = isGoogleUrl(name, uri)
    const isGoogle = isGoogleUri || isGoogles(name, uri)
    if (isGoogle !== undefined) (isGoogle ? this.#google : this.#others).push(name)
    return isGoogleUri
  }

  /** Whether the user signs in at Google. */
  get isGoogle(): boolean {
    return this.#google.includes("auth_uri")
  }

  /** Whether some endpoints are Google's and others are not. */
  get isMixed(): boolean {
    return this.#google.length > 0 && this.#others.length > 0
  }

  /** Each endpoint that is another provider's than the first one. */
  findMixture(): readonly FindingAtMember[] {
    const present = [...this.#google, ...this.#others]
    const [first, ...others] = endpointMembers.filter(name => present.includes(name))
    const isFirstGoogle = this.#google.includes(first!)
    return others
      .map(name => ({ name, isGoogle: this.#google.includes(name) }))
      .filter(({ isGoogle }) => isGoogle !== isFirstGoogle)
      .map(({ name, isGoogle }) => ({ name, finding: { code: "mixed_endpoints", other: first!, isGoogle } }))
  }
}
