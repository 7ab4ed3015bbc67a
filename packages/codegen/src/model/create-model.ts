import type { PublicClient } from "@client-secrets/core"
import type { Diagnostic } from "../diagnostic.ts"
import { platform } from "../platform.ts"
import type { SecretReference } from "../read/secret-reference.ts"
import type { ClientModel, EnvironmentModel, ImportStyle, Model } from "./model.ts"

/** One client file that was read, under its name. */
export interface NamedClient {
  readonly name: string
  readonly environment: string | undefined
  readonly label: string
  readonly client: PublicClient
  readonly references: readonly SecretReference[]
}

export interface CreateModelResult {
  readonly model: Model
  readonly diagnostics: readonly Diagnostic[]
}

/** Sorts clients and their environments by name, and compares the environments of each. */
export function createModel(clients: readonly NamedClient[], imports: ImportStyle): CreateModelResult {
  const groups = new Map<string, NamedClient[]>()
  for (const client of clients) {
    const group = groups.get(client.name)
    if (group === undefined) groups.set(client.name, [client])
    else group.push(client)
  }
  const sorted = [...groups.values()].map(group =>
    group.sort((left, right) => compare(left.environment, right.environment)),
  )
  sorted.sort(([left], [right]) => compare(left!.name, right!.name))
  return {
    model: Object.freeze({ clients: Object.freeze(sorted.map(group => clientModel(group, imports))) }),
    diagnostics: sorted.flatMap(compareEnvironments),
  }
}

function clientModel(group: readonly NamedClient[], imports: ImportStyle): ClientModel {
  const environments = group.map(({ environment, client, references }): EnvironmentModel => {
    return Object.freeze({
      name: environment,
      client,
      secrets: Object.freeze(references.map(reference => Object.freeze(reference))),
    })
  })
  return Object.freeze({
    name: group[0]!.name,
    imports,
    environments: Object.freeze(environments) as unknown as ClientModel["environments"],
  })
}

function compareEnvironments([first, ...others]: readonly NamedClient[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const other of others) {
    const difference = differenceOf(first!.client, other.client)
    if (difference !== undefined) {
      diagnostics.push({
        severity: "error",
        code: "different_shape",
        message: `${other.label} and ${first!.label} are environments of one client and differ: ${difference}.`,
        hint: "Code that works with the one would not with the other: make the files alike, or name two clients.",
        input: other.label,
      })
      continue
    }
    const [here, there] = [pathsOf(other.client), pathsOf(first!.client)]
    if (here.size === there.size && [...here].every(path => there.has(path))) continue
    diagnostics.push({
      severity: "warning",
      code: "different_redirect_paths",
      message: `${other.label} and ${first!.label} differ in the paths of their redirect URIs.`,
      hint: "A sign-in that works in the one may fail in the other: register the same paths for both.",
      input: other.label,
    })
  }
  return diagnostics
}

function differenceOf(first: PublicClient, other: PublicClient): string | undefined {
  if (first.type !== other.type) return `one is of type "${first.type}", the other of type "${other.type}"`
  const names = new Set([...Object.keys(first), ...Object.keys(other)])
  const missing = [...names].filter(name => !Object.hasOwn(first, name) || !Object.hasOwn(other, name))
  return missing.length === 0 ? undefined : `only one has ${missing.sort().join(", ")}`
}

function pathsOf({ redirectUris = [] }: PublicClient): ReadonlySet<string> {
  return new Set(redirectUris.map(pathOf))
}

function pathOf(uri: string): string {
  try {
    return new platform.URL(uri).pathname
  } catch {
    // The engine's message would quote it.
    return uri
  }
}

/** By UTF-16 code units: the same in every locale. */
export function compare(left = "", right = ""): number {
  return left < right ? -1 : left > right ? 1 : 0
}
