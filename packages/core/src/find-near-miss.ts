// What people and other tools call a mandatory member, without case and separators.
const otherNames: Readonly<Record<string, RegExp>> = {
  client_id: /^(client)?id(entifier)?$/,
  client_secret: /secret$/,
  redirect_uris: /^(redirect|callback)ur[il]s?$/,
  auth_uri: /^auth.*(ur[il]|endpoint)$/,
  token_uri: /^(access)?token.*(ur[il]|endpoint)$/,
}

/** The one of `names` that was meant to be the absent `member`: another spelling, or a typing error of up to two letters. */
export function findNearMiss(member: string, names: readonly string[]): string | undefined {
  return names.find(name => {
    if (name.length > 32) return false
    const plain = name.toLowerCase().replace(/[^a-z]/g, "")
    if (otherNames[member]!.test(plain)) return true
    // The letters that the two do not share, in any order: few in a typing error.
    let surplus = name
    let lacking = 0
    for (const letter of member) {
      if (surplus.includes(letter)) surplus = surplus.replace(letter, "")
      else lacking++
    }
    return surplus.length + lacking < 3
  })
}
