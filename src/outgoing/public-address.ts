/** Which addresses are everybody's. What is not known to be public is private. */

/** @example isPublicAddress("8.8.8.8") // true; "10.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1" are not */
export function isPublicAddress(address: string): boolean {
  const v4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? toNumber(address) : undefined
  if (v4 !== undefined) return !reserved.some(([base, bits]) => isWithin(v4, base, bits))
  const groups = parseV6(address)
  return groups !== undefined && isGlobalUnicast(groups)
}

/** IANA's special-purpose registry: this host, private, shared, loopback, link-local, tests, benchmarks, multicast … */
const reserved = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map((text) => {
  const [base = "", bits = ""] = text.split("/")
  return [toNumber(base), Number(bits)] as const
})

function toNumber(address: string): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0)
}

function isWithin(address: number, base: number, bits: number): boolean {
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(base / size)
}

/** Eight numbers of 16 bits; undefined for what is no address, or ends in the form of version 4. */
function parseV6(address: string): number[] | undefined {
  const [head = "", tail, ...more] = address.toLowerCase().split("::")
  if (more.length > 0 || !/^[0-9a-f:]*$/.test(address.toLowerCase())) return undefined
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after]
  return groups.every((each) => /^[0-9a-f]{1,4}$/.test(each))
    ? groups.map((each) => Number.parseInt(each, 16))
    : undefined
}

/** 2000::/3 without what carries an address of version 4 (2001::/23, 2002::/16) and documentation. */
function isGlobalUnicast([first = 0, second = 0]: readonly number[]): boolean {
  if (first >> 13 !== 1) return false
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000)
}
