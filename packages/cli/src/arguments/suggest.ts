import { distance } from "fastest-levenshtein"

/** The known word that was probably meant: the nearest one, unless too many of its letters differ. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase()
  const ranked = known
    .map(one => ({ one, edits: distance(wanted, one) }))
    .sort((left, right) => left.edits - right.edits)
  const [nearest] = ranked
  if (nearest === undefined || nearest.edits > mostEdits(nearest.one)) return undefined
  return nearest.one
}

/** A third of the letters, and in words of four letters or more two of them: two that changed places count as two. */
function mostEdits(word: string): number {
  return Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3))
}
