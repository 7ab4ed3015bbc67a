/** Values that JSON can hold: a merge of somebody's JSON can put them on `Object.prototype`. */
export const values: readonly unknown[] = [
  true,
  "installed",
  1,
  { token_uri: "https://evil.example/t", client_id: "evil", clientId: "evil" },
  ["https://evil.example/"],
  "https://evil.example/t",
  0,
  null,
]

/** One value per name, always the same: over all names, every value has its turn. */
export function valueFor(name: string): unknown {
  let sum = 0
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 65_521
  return values[sum % values.length]
}
