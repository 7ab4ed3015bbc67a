/** What the reference reader returns for a text: the position of each value, and every duplicate member. */
export interface Reading {
  readonly values: readonly {
    readonly path: readonly (string | number)[]
    readonly line: number
    readonly column: number
  }[]
  readonly duplicates: readonly {
    readonly path: readonly (string | number)[]
    readonly line: number
    readonly column: number
  }[]
}

/**
 * Reads a text that `JSON.parse` accepts, in the plainest way: by recursion, with a position counted from the beginning
 * of the text each time. The scanner is compared with it, so it shares no code with the scanner.
 */
export function readJson(text: string): Reading {
  type Path = readonly (string | number)[]
  const values: { path: Path; line: number; column: number }[] = []
  const duplicates: { path: Path; line: number; column: number }[] = []
  let rest = text
  value([])
  return { values, duplicates }

  function value(path: Path): void {
    skip()
    values.push({ path, ...place() })
    if (rest.startsWith("{")) {
      const names: string[] = []
      for (let sign = take(); sign !== "}"; ) {
        skip()
        if (rest.startsWith("}")) {
          sign = take()
          continue
        }
        const at = place()
        const name = JSON.parse(token(/^"(\\.|[^"\\])*"/s)) as string
        if (names.includes(name)) duplicates.push({ path: [...path, name], ...at })
        names.push(name)
        skip()
        take()
        value([...path, name])
        skip()
        sign = take()
      }
    } else if (rest.startsWith("[")) {
      let index = 0
      for (let sign = take(); sign !== "]"; ) {
        skip()
        if (rest.startsWith("]")) {
          sign = take()
          continue
        }
        value([...path, index++])
        skip()
        sign = take()
      }
    } else if (rest.startsWith('"')) token(/^"(\\.|[^"\\])*"/s)
    else token(/^[-+.\w]+/)
  }

  function place(): { line: number; column: number } {
    const lines = text.slice(0, text.length - rest.length).split(/\r\n|\r|\n/)
    return { line: lines.length, column: lines.at(-1)!.length + 1 }
  }

  function skip(): void {
    token(/^[ \t\r\n]*/)
  }

  function take(): string {
    return token(/^./s)
  }

  function token(expression: RegExp): string {
    const found = expression.exec(rest)![0]
    rest = rest.slice(found.length)
    return found
  }
}
