import type { ClientModel } from "../model/model.ts"
import { identifiersOf } from "../read/identifiers.ts"
import { lines } from "./layout.ts"
import {
  declareConstant,
  declareGroup,
  entriesOf,
  environmentTypes,
  header,
  type ModuleKind,
  redirectType,
} from "./module-text.ts"

/** The text of a public module: each value by itself, or each environment, and all of them as a group. */
export function publicModule(kind: ModuleKind, client: ClientModel): string {
  const [{ name }] = client.environments
  return name === undefined ? publicClient(kind, client) : publicEnvironments(kind, client)
}

function publicClient(kind: ModuleKind, model: ClientModel): string {
  const { value } = identifiersOf(model.name, "A client's name")
  const [{ client }] = model.environments
  const members = entriesOf(client).map(([property, member]) => {
    return { property, member, constant: property === "type" ? "clientType" : property }
  })
  return lines(
    header,
    "",
    ...members.map(({ constant, member }) => declareConstant(kind, constant, member)),
    "",
    ...redirectType(kind, client.redirectUris === undefined ? "never" : "(typeof redirectUris)[number]"),
    "/** The client, without its secret: safe in a browser. */",
    declareGroup(
      kind,
      value,
      members.map(({ property, constant }) => [property, constant]),
    ),
  )
}

function publicEnvironments(kind: ModuleKind, model: ClientModel): string {
  const { value, type } = identifiersOf(model.name, "A client's name")
  const environments = model.environments.map(({ name = "", client }) => {
    return { name, client, constant: identifiersOf(name, "An environment").value }
  })
  return lines(
    header,
    "",
    ...environments.flatMap(({ constant, client }) => [declareConstant(kind, constant, client), ""]),
    "/** The client in each environment, without its secret: safe in a browser. */",
    declareGroup(
      kind,
      value,
      environments.map(({ name, constant }) => [name, constant]),
    ),
    "",
    ...environmentTypes(kind, model, value, type),
  )
}
