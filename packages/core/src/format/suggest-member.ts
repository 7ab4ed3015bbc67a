/** The one of `names` that was meant to be the absent `member`: another spelling, or a typing error of up to two letters. */
export function findNearMiss(member: string, names: Iterable<string>): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "")
  const wanted = plain(member)
  return [...names].find(name => {
    const letters = plain(name.slice(0, 32))
    // authorization_uri, token_endpoint, redirect; but a client has many other things.
    if (wanted[0] !== "c" && letters.startsWith(wanted.slice(0, 4))) return true
    // The letters that the two do not share, in any order: few in a typing error.
    let surplus = letters
    for (const letter of wanted) surplus = surplus.replace(letter, "")
    return wanted.length - letters.length + 2 * surplus.length < 3
  })
}
