/** A value of a JSON text: where it begins, and what is inside. */
export interface JsonNode {
  /** Its offset in UTF-16 code units; for an object that was not text, its number in the order of reading. */
  readonly start: number
  /** Of an object: its members by name. Of a name that appears twice it is the last one, as `JSON.parse` has it. */
  readonly members: ReadonlyMap<string, JsonMember> | undefined
  /** Of a list. */
  readonly items: readonly JsonNode[] | undefined
}

/** A member of an object. */
export interface JsonMember {
  /** Where its name begins. */
  readonly start: number
  /** Its position in the object, from 0. */
  readonly index: number
  /** Where its name is for the first time in the object, where that is elsewhere. */
  readonly firstStart: number | undefined
  readonly node: JsonNode
}

/** A value that holds no others. */
export function leaf(start: number): JsonNode {
  return { start, members: undefined, items: undefined }
}

/** Objects and lists within each other that are read at most. */
export const maxDepth = 512
