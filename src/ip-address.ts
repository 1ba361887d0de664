/** Addresses of the Internet Protocol as numbers: which network one is in, and how to write less than the whole of it. */

export interface IpAddress {
  /** 32 or 128 */
  size: number
  bits: bigint
}

export interface Network extends IpAddress {
  /** leading bits that all its addresses share */
  prefix: number
}

/** `192.0.2.1`, `2001:db8::1`; undefined for anything else. An IPv4 address inside of an IPv6 one counts as itself. */
export function parseAddress(text: string): IpAddress | undefined {
  const bare = text.replace(/^\[|\]$/g, "").replace(/%.*$/, "")
  const four = parseFour(bare)
  if (four !== undefined) return { size: 32, bits: four }
  const six = bare.includes(":") ? parseSix(bare) : undefined
  if (six === undefined) return undefined
  return six >> 32n === 0xffffn ? { size: 32, bits: six & 0xffff_ffffn } : { size: 128, bits: six }
}

function parseFour(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function parseSix(text: string): bigint | undefined {
  const [head = "", tail, more] = text.split("::")
  if (more !== undefined) return undefined
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  if (!before || !after) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce((bits, group) => (bits << 16n) | group, 0n)
}

function groups(text: string): bigint[] | undefined {
  if (text === "") return []
  const found: bigint[] = []
  const parts = text.split(":")
  for (const [i, part] of parts.entries()) {
    const four = i === parts.length - 1 ? parseFour(part) : undefined
    if (four !== undefined) found.push(four >> 16n, four & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(BigInt(`0x${part}`))
    else return undefined
  }
  return found
}

/** `10.0.0.0/8`, or one address; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", prefix, more] = text.split("/")
  const parsed = parseAddress(address)
  if (!parsed || more !== undefined) return undefined
  if (prefix === undefined) return { ...parsed, prefix: parsed.size }
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  return length <= parsed.size ? { ...parsed, prefix: length } : undefined
}

const loopback = ["127.0.0.0/8", "::1"].map((text) => parseNetwork(text)!)

export function isLoopback(text: string): boolean {
  const address = parseAddress(text)
  return address !== undefined && loopback.some((network) => isIn(network, address))
}

export function isIn(network: Network, address: IpAddress): boolean {
  const rest = BigInt(network.size - network.prefix)
  return network.size === address.size && network.bits >> rest === address.bits >> rest
}

/**
 * The network that an address most likely shares with its neighbours alone: `192.0.2.0/24`, `2001:db8:1::/48`. Text that
 * is no address stays as it is.
 */
export function networkOf(text: string): string {
  const parsed = parseAddress(text)
  if (!parsed) return text
  const { size, bits } = parsed
  if (size === 32) return `${[24n, 16n, 8n].map((shift) => String((bits >> shift) & 255n)).join(".")}.0/24`
  return `${[112n, 96n, 80n].map((shift) => ((bits >> shift) & 0xffffn).toString(16)).join(":")}::/48`
}
