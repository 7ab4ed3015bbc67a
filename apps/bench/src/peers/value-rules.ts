// The value rules of the format as a careful user of a schema library would write them down, as quick as they can be.

const placeholder =
  /^(\[\[.*\]\]|<.*>|\$\{.*\}|\{\{.*\}\}|YOUR[_-].*|Enter Client .*|\u2026|\.\.\.|[*\u2022]{3,}.{0,4}|(\[|%5B)redacted(\]|%5D))$/is
const unprintable = /^[\s\p{DI}]|[\s\p{DI}]$|[\p{Cc}\p{Cf}\p{Cs}]/u

export function isText(text: string): boolean {
  return text !== "" && !unprintable.test(text) && !placeholder.test(text)
}

export function isEndpoint(text: string): boolean {
  return /^https:\/\/[^\s@#\\]+$/.test(text) && URL.canParse(text)
}

export function isRedirectUri(text: string): boolean {
  return (
    isText(text) &&
    !/^(localhost|javascript|data|file|blob):|^[^:]+:\d|[\s\\<>"^`{|}]/i.test(text) &&
    URL.canParse(text)
  )
}
