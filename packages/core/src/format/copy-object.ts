import { isSecret } from "../secret/secret.ts"
import { type JsonNode, leaf, maxDepth } from "./json-tree.ts"

/** Why an object could not be copied. */
export type CopyFault = "too_deep" | "too_large" | "unreadable"

/** A copy of an object as JSON would have it, or why it could not be copied. */
export interface CopiedObject {
  readonly value: unknown
  readonly fault: CopyFault | undefined
}

/**
 * Copies an object once, so that what is checked is what is kept: a getter or an iterator could answer differently later.
 *
 * Own enumerable members only, and list items by their index; `undefined`, functions and symbols are left out, as in JSON.
 * Names and strings count against `maxBytes` by their length, everything else as one byte: a cycle ends there.
 */
export function copyObject(input: object, maxBytes: number): CopiedObject {
  const copier = new Copier(maxBytes)
  try {
    const value = copier.copy(input, 0)
    return { value, fault: copier.fault }
  } catch {
    // A getter or a proxy threw: the error may contain anything.
    return { value: undefined, fault: "unreadable" }
  }
}

class Copier {
  fault: "too_deep" | "too_large" | undefined
  #left: number

  constructor(maxBytes: number) {
    this.#left = maxBytes
  }

  copy(value: unknown, depth: number): unknown {
    this.#count(typeof value === "string" ? value.length : 1)
    if (this.fault !== undefined || typeof value !== "object" || value === null) return value
    // A Secret has nothing that a copy would show; the rules know it.
    if (isSecret(value)) return value
    if (depth === maxDepth) {
      this.fault = "too_deep"
      return undefined
    }
    return Array.isArray(value) ? this.#copyList(value, depth) : this.#copyMembers(value, depth)
  }

  #copyList(list: readonly unknown[], depth: number): readonly unknown[] {
    const items: unknown[] = []
    const { length } = list
    for (let index = 0; index < length && this.fault === undefined; index++) {
      const item = this.copy(list[index], depth + 1)
      // As JSON.stringify does: an item keeps its position.
      items.push(isWritable(item) ? item : null)
    }
    return items
  }

  #copyMembers(object: object, depth: number): object {
    const members: (readonly [string, unknown])[] = []
    for (const name of Object.keys(object)) {
      if (this.fault !== undefined) break
      this.#count(name.length)
      const content = this.copy((object as Readonly<Record<string, unknown>>)[name], depth + 1)
      if (isWritable(content)) members.push([name, content])
    }
    // Unlike an assignment, this makes an own member also of `__proto__`.
    return Object.fromEntries(members)
  }

  #count(bytes: number): void {
    this.#left -= bytes
    if (this.#left < 0) this.fault ??= "too_large"
  }
}

function isWritable(value: unknown): boolean {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol"
}

/** The tree of a value that was not text: its places are numbers in the order of its members. */
export function treeOf(value: unknown, depth = 0, numbers: { next: number } = { next: 0 }): JsonNode {
  const start = numbers.next++
  if (typeof value !== "object" || value === null || depth === maxDepth) return leaf(start)
  if (Array.isArray(value))
    return { start, members: undefined, items: value.map(item => treeOf(item, depth + 1, numbers)) }
  const members = Object.entries(value).map(([name, content], index) => {
    const nameStart = numbers.next++
    return [
      name,
      { start: nameStart, index, firstStart: undefined, node: treeOf(content, depth + 1, numbers) },
    ] as const
  })
  return { start, members: new Map(members), items: undefined }
}
