/** Whether a piece of JSON ends inside a string, or before its last bracket. */
export function endsEarly(json: string): "in a string" | "before a bracket" | undefined {
  let isInString = false
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const character = json[index]
    if (isInString && character === "\\") index++
    else if (character === '"') isInString = !isInString
    else if (!isInString && (character === "{" || character === "[")) depth++
    else if (!isInString && (character === "}" || character === "]")) depth--
  }
  if (isInString) return "in a string"
  return depth > 0 ? "before a bracket" : undefined
}
