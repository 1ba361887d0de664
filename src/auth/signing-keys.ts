/**
 * The keys that sign tokens (ES256). They are in the database, so that every server signs with the same one and a new one
 * takes over without anybody being signed out: a token names its key, and a retired key still verifies what it signed.
 */
import { core } from "../db/core.ts"
import { signingKey } from "../db/core-tables.ts"
import { desc, isNull, sql } from "drizzle-orm"
import type { Connection, Database } from "../ports/driver.ts"
import { recordAudit } from "./audit.ts"
import type { Secrets } from "./secrets.ts"

export interface VerifyingKey {
  key: CryptoKey
  /** milliseconds since 1970; null while it signs */
  retiredAt: number | null
}

/** By id. A new set is a new value, so that what was verified with it can be kept for as long as it is the same. */
export type VerifyingKeys = ReadonlyMap<string, VerifyingKey>

interface Current {
  id: string
  key: CryptoKey
}

interface Loaded {
  at: number
  /** what the keys look like in the database */
  text: string
  verifying: VerifyingKeys
  current: Current
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256" }

const sealedAs = "signing key"

/** Milliseconds after which a server looks for a new key; meanwhile it signs with the one it knows. */
export const keyRefresh = 60_000

const isFresh = ({ at }: Loaded) => Date.now() - at < keyRefresh

export class SigningKeys {
  private loading: Promise<Loaded> | undefined
  private loaded: Loaded | undefined

  constructor(
    private readonly connection: Connection,
    private readonly secrets: Secrets,
  ) {}

  /** The key that signs now; made on first use. Throws when `APP_SECRET` does not open it. */
  async signing(): Promise<Current> {
    return (await this.get()).current
  }

  async verifying(): Promise<VerifyingKeys> {
    return (await this.get()).verifying
  }

  /** The same at once; undefined where they have to be read. */
  current(): VerifyingKeys | undefined {
    const { loaded } = this
    return loaded && isFresh(loaded) ? loaded.verifying : undefined
  }

  /** A token names a key that is not among the known ones: another server may have made it just now. */
  async verifyingWith(id: string): Promise<VerifyingKeys> {
    const known = await this.verifying()
    return known.has(id) ? known : (await this.load()).verifying
  }

  private get(): Promise<Loaded> {
    const { loaded } = this
    if (loaded && isFresh(loaded)) return Promise.resolve(loaded)
    this.loading ??= this.load().finally(() => (this.loading = undefined))
    return this.loading
  }

  private async load(): Promise<Loaded> {
    const at = Date.now()
    const rows = await this.rows()
    const text = JSON.stringify(rows)
    const isSame = this.loaded?.text === text
    this.loaded = isSame ? { ...this.loaded!, at } : { at, text, ...(await importKeys(this.secrets, rows)) }
    return this.loaded
  }

  private async rows(): Promise<Row[]> {
    const rows = await readRows(this.connection)
    if (rows.some((row) => row.privateKey)) return rows
    await addKey(this.connection, this.secrets)
    return readRows(this.connection)
  }
}

type Row = typeof signingKey.$inferSelect

function readRows(connection: Connection): Promise<Row[]> {
  return core(connection).select().from(signingKey).orderBy(desc(signingKey.createdAt))
}

async function importKeys(secrets: Secrets, rows: Row[]): Promise<Pick<Loaded, "verifying" | "current">> {
  const verifying = new Map<string, VerifyingKey>()
  for (const { id, publicKey, retiredAt } of rows) {
    const key = await crypto.subtle.importKey("jwk", publicKey, ecdsa, false, ["verify"])
    verifying.set(id, { key, retiredAt: retiredAt === null ? null : new Date(retiredAt).getTime() })
  }
  const { id, privateKey } = rows.find((row) => row.privateKey)!
  const jwk = JSON.parse(await secrets.mustOpen(sealedAs, privateKey!))
  return { verifying, current: { id, key: await crypto.subtle.importKey("jwk", jwk, ecdsa, false, ["sign"]) } }
}

/** Of two servers that make the first key at the same moment one keeps its own; the other takes that. */
async function addKey(connection: Connection, secrets: Secrets): Promise<void> {
  const pair = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"])
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  const publicKey = { kty: kty!, crv: crv!, x: x!, y: y! }
  const privateKey = await secrets.seal(sealedAs, JSON.stringify({ ...publicKey, d }))
  await core(connection).insert(signingKey).values({ publicKey, privateKey }).onConflictDoNothing()
}

/**
 * Lets a new key sign from now on. The one before it loses its private half and goes on verifying; with `revoke` it goes
 * altogether, and with it every token: everybody has to sign in again, and API keys need new tokens.
 */
export async function rotateSigningKeys(database: Database, secrets: Secrets, { revoke = false } = {}): Promise<void> {
  await database.transaction(async (tx) => {
    if (revoke) await core(tx).delete(signingKey)
    else {
      await core(tx)
        .update(signingKey)
        .set({ privateKey: null, retiredAt: sql`now()` })
        .where(isNull(signingKey.retiredAt))
    }
    await addKey(tx, secrets)
    const actor = { kind: "system" as const }
    await recordAudit(tx, { event: "signingKey.rotated", workspaceId: null, actor, details: { revoke } })
  })
}

/** Where the key itself is sealed, for whoever seals everything anew. */
export const sealedSigningKeys = { table: "signingKey", column: "privateKey", purpose: sealedAs } as const
