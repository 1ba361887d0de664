/** Codes on paper, for whoever has lost the second factor: shown once, kept as hashes, each good once. */
import { and, count, eq } from "drizzle-orm"
import { base32 } from "oslo/encoding"
import { core } from "../db/core.ts"
import { recoveryCode } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"

const number = 10

/** 80 random bits in four groups of four letters and digits: too many to be guessed from a fast hash. */
const bytes = 10

/** Makes new ones; those from before are worth nothing any more. */
export async function replaceRecoveryCodes(tx: Connection, userId: string): Promise<string[]> {
  const codes = Array.from({ length: number }, newCode)
  await core(tx).delete(recoveryCode).where(eq(recoveryCode.userId, userId))
  const rows = await Promise.all(codes.map(async (code) => ({ userId, hash: await hashOf(code) })))
  await core(tx).insert(recoveryCode).values(rows)
  return codes
}

function newCode(): string {
  const text = base32.encode(crypto.getRandomValues(new Uint8Array(bytes)), { includePadding: false })
  return text.match(/.{4}/g)!.join("-")
}

/** Uses the code up, so that of two who come with it at the same moment one is refused. */
export async function useRecoveryCode(connection: Connection, userId: string, code: string): Promise<boolean> {
  const used = await core(connection)
    .delete(recoveryCode)
    .where(and(eq(recoveryCode.userId, userId), eq(recoveryCode.hash, await hashOf(code))))
    .returning({ hash: recoveryCode.hash })
  return used.length > 0
}

export async function countRecoveryCodes(connection: Connection, userId: string): Promise<number> {
  const [row] = await core(connection)
    .select({ left: count() })
    .from(recoveryCode)
    .where(eq(recoveryCode.userId, userId))
  return row!.left
}

/** However somebody copies it from paper. */
async function hashOf(code: string): Promise<string> {
  const plain = code.toUpperCase().replace(/[^A-Z2-7]/g, "")
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
