/** A JSON value as written: with its members in order, including repeated ones. */
export type JsonValue =
  | { readonly kind: "object"; readonly members: (readonly [name: string, value: JsonValue])[] }
  | { readonly kind: "array"; readonly items: JsonValue[] }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "true" | "false" | "null" }

export type JsonObject = Extract<JsonValue, { kind: "object" }>

/** A member by its name: if it is repeated the last, as in most parsers. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (value?.kind !== "object") return undefined
  return value.members.findLast(([own]) => own === name)?.[1]
}

/** Whether JavaScript, Ruby or Python would treat it as false, given what is false there. */
export function isNullish(value: JsonValue | undefined): boolean {
  return value === undefined || value.kind === "null"
}

/** Every value within one, itself included. No depth of nesting ends it. */
export function* everyValue(root: JsonValue): Generator<JsonValue> {
  const pending = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    yield value
    if (value.kind === "array") for (const item of value.items) pending.push(item)
    if (value.kind === "object") for (const [, member] of value.members) pending.push(member)
  }
}
