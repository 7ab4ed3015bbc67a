/** The one of `names` that was meant to be the absent `member`: another spelling, or a typing error of up to two letters. */
export function findNearMiss(member: string, names: Iterable<string>): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "")
  const wanted = plain(member)
  return [...names].find(name => {
    // authorization_uri, token_endpoint, redirect; but a client has many other things.
    if (/^(auth|token|redirect)/.test(wanted) && plain(name).startsWith(wanted.slice(0, 4))) return true
    // The letters that the two do not share, in any order: few in a typing error.
    let surplus = name.length < 32 ? plain(name) : name
    let lacking = 0
    for (const letter of wanted) {
      if (surplus.includes(letter)) surplus = surplus.replace(letter, "")
      else lacking++
    }
    return surplus.length + lacking < 3
  })
}
