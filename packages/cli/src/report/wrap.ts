/** A text in lines of at most so many columns, each with an indent. Words that are longer are not broken. */
export function wrap(text: string, columns: number, indent: string): string {
  return text
    .split("\n")
    .flatMap(paragraph => wrapParagraph(paragraph, columns - indent.length).map(line => `${indent}${line}`.trimEnd()))
    .join("\n")
}

function wrapParagraph(text: string, columns: number): readonly string[] {
  const lines = [""]
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!
    if (line === "") lines[lines.length - 1] = word
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
