/** Sealing anew, after `APP_SECRET` was changed. Whatever is sealed anywhere stands in this list. */
import type { Secrets } from "../auth/secrets.ts"
import { sealedSigningKeys } from "../auth/signing-keys.ts"
import { ident, render, sql } from "../db/sql.ts"
import type { Connection, Database } from "../ports/driver.ts"
import { sealedClientSecrets } from "./identity-providers.ts"
import { sealedTotpSecrets } from "./two-factor-methods.ts"

interface SealedColumn {
  /** in schema `core`, with a column `id` */
  table: string
  column: string
  purpose: string
}

const sealedColumns: SealedColumn[] = [sealedSigningKeys, sealedTotpSecrets, sealedClientSecrets]

export interface Resealed {
  resealed: number
  /** sealed with a secret that is not among those given; left as they are */
  unreadable: number
}

export function resealSecrets(database: Database, secrets: Secrets): Promise<Resealed> {
  return database.transaction(async (tx) => {
    const result = { resealed: 0, unreadable: 0 }
    for (const place of sealedColumns) {
      for (const row of await lockRows(tx, place)) {
        const text = await secrets.open(place.purpose, row.sealed)
        result[text === undefined ? "unreadable" : "resealed"] += 1
        if (text !== undefined) await write(tx, place, row.id, await secrets.seal(place.purpose, text))
      }
    }
    return result
  })
}

function lockRows(tx: Connection, { table, column }: SealedColumn): Promise<{ id: string; sealed: string }[]> {
  const name = ident(column)
  const { text, params } = render(sql`
    select id, ${name} as sealed from ${ident("core", table)} where ${name} is not null order by id for update`)
  return tx.query<{ id: string; sealed: string }>(text, params)
}

async function write(tx: Connection, { table, column }: SealedColumn, id: string, sealed: string): Promise<void> {
  const { text, params } = render(
    sql`update ${ident("core", table)} set ${ident(column)} = ${sealed} where id = ${id}::uuid`,
  )
  await tx.query(text, params)
}
