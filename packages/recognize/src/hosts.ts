// A separate entry, without `node:`: core and oauth have it built in.

/**
 * Whether a host is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
 *
 * @param hostname as a parsed URL has it
 */
export function isLoopback(hostname: string): boolean {
  const host = withoutTrailingDot(hostname)
  if (host === "localhost") return true
  const address = parseAddress(host)
  if (address === undefined) return false
  return address.length === 4 ? address[0] === 127 : isBelow(address, loopbackOfIpv6)
}

/**
 * Whether a host is an address that is not a public server's: private, link-local, shared (carrier networks, Tailscale),
 * unspecified, multicast or reserved, also where it is an IPv4 address within an IPv6 one. Loopback is not one of these.
 *
 * @param hostname as a parsed URL has it
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPrivateAddress(hostname: string): boolean {
  const address = parseAddress(withoutTrailingDot(hostname))
  if (address === undefined || isLoopback(hostname)) return false
  if (address.length === 4) return privateIpv4.some(range => isBelow(address, range))
  // Loopback within IPv6 is written to hide it: nobody needs that spelling.
  const isHidden = (inner: readonly number[]) => inner[0] === 127 || privateIpv4.some(range => isBelow(inner, range))
  return embeddedIpv4(address).some(isHidden) || privateIpv6.some(range => isBelow(address, range))
}

/** Whether a host is an IP address, not a name. */
export function isAddress(hostname: string): boolean {
  return parseAddress(withoutTrailingDot(hostname)) !== undefined
}

/** The first bits that all addresses of a range have in common. */
interface Range {
  readonly bytes: readonly number[]
  readonly bits: number
}

function range(bits: number, ...bytes: readonly number[]): Range {
  return { bytes, bits }
}

const privateIpv4: readonly Range[] = [
  range(8, 0),
  range(8, 10),
  range(10, 100, 64),
  range(16, 169, 254),
  range(12, 172, 16),
  range(24, 192, 0, 0),
  range(16, 192, 168),
  range(15, 198, 18),
  range(4, 224),
  range(4, 240),
]

const loopbackOfIpv6 = range(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)

const privateIpv6: readonly Range[] = [
  // NAT64 of a network's own prefix (RFC 8215), Teredo (RFC 4380), which hides an IPv4 address by inverting it, and
  // benchmarking; discard-only, unique local, link-local, site-local, multicast.
  range(48, 0, 0x64, 0xff, 0x9b, 0, 1),
  range(32, 0x20, 0x01, 0, 0),
  range(48, 0x20, 0x01, 0, 2, 0, 0),
  range(64, 1, 0, 0, 0, 0, 0, 0, 0),
  range(7, 0xfc),
  range(10, 0xfe, 0x80),
  range(10, 0xfe, 0xc0),
  range(8, 0xff),
]

/** What comes before an IPv4 address within IPv6, from which byte on, and where that address begins. */
const embeddings: readonly { readonly prefix: Range; readonly from?: number; readonly at: number }[] = [
  // Compatible, mapped (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052), 6to4 (RFC 3056).
  { prefix: range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), at: 12 },
  { prefix: range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), at: 12 },
  { prefix: range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0), at: 12 },
  { prefix: range(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0), at: 12 },
  { prefix: range(16, 0x20, 0x02), at: 2 },
  // ISATAP (RFC 5214), within any network.
  { prefix: range(32, 0, 0, 0x5e, 0xfe), from: 8, at: 12 },
  { prefix: range(32, 2, 0, 0x5e, 0xfe), from: 8, at: 12 },
]

function embeddedIpv4(address: readonly number[]): readonly (readonly number[])[] {
  const found = embeddings.filter(({ prefix, from = 0 }) => isBelow(address.slice(from), prefix))
  return found.map(({ at }) => address.slice(at, at + 4))
}

function isBelow(address: readonly number[], { bytes, bits }: Range): boolean {
  for (let index = 0; index * 8 < bits; index++) {
    const bitsLeft = Math.min(8, bits - index * 8)
    if ((address[index]! ^ bytes[index]!) >> (8 - bitsLeft) !== 0) return false
  }
  return true
}

/** The bytes of an address, 4 or 16; `undefined` for a name. */
function parseAddress(host: string): readonly number[] | undefined {
  if (host.startsWith("[")) return parseIpv6(host.slice(1, -1))
  const parts = host.split(".")
  if (parts.length !== 4) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte, index) => String(byte) === parts[index] && byte < 256) ? bytes : undefined
}

/** Reads what the URL parser wrote: hexadecimal groups, with `::` for the longest run of zeros. */
function parseIpv6(text: string): readonly number[] {
  const [head = "", tail] = text.split("::")
  const first = groupsOf(head)
  const last = tail === undefined ? [] : groupsOf(tail)
  const groups = [...first, ...Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0), ...last]
  return groups.flatMap(group => [group >> 8, group & 255])
}

function groupsOf(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map(group => Number.parseInt(group, 16))
}

/** A trailing dot says that a name is complete; it is the same host. */
export function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname
}
