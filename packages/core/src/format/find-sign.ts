/** The name of the first of some expressions that matches a text. */
export function findSign<Name extends string>(signs: Readonly<Record<Name, RegExp>>, text: string): Name | undefined {
  return (Object.keys(signs) as Name[]).find(name => signs[name].test(text))
}
