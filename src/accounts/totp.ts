/** One-time codes of an authenticator app (RFC 6238): six digits, SHA-1, a new one every 30 seconds. */
import { createTOTPKeyURI, generateHOTP } from "oslo/otp"
import { TimeSpan } from "oslo"

/** Milliseconds that a code is shown. */
const period = 30_000

const digits = 6

/** Steps by which the clocks of server and app may differ. */
const window = [0, -1, 1]

/** As long as the hash, as RFC 4226 has it. */
export function newTotpSecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(20))
}

/** What an authenticator app reads from a QR code. */
export function totpUri(issuer: string, email: string, secret: Uint8Array): string {
  const uri = createTOTPKeyURI(issuer, email, secret, { digits, period: new TimeSpan(period / 1000, "s") })
  // Some apps read a plus sign as one.
  return `${uri.replaceAll("+", "%20")}&algorithm=SHA1`
}

/**
 * The time step that a code belongs to; undefined when it is wrong. Its step is what makes a code good once.
 * @param now milliseconds since 1970
 */
export async function findTotpStep(secret: Uint8Array, code: string, now: number): Promise<number | undefined> {
  const current = Math.floor(now / period)
  for (const offset of window) {
    if ((await generateHOTP(secret, current + offset, digits)) === code) return current + offset
  }
  return undefined
}
