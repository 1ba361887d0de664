/** Logins of PostgreSQL as the API has them. The password is in the answer that makes one, and nowhere else. */
import type { Answer } from "../../../api/send.ts"
import { change } from "../answered.ts"

export interface SqlLogin {
  id: string
  name: string
  roleName: string
  access: "READ" | "WRITE"
  createdBy: string | null
  expiresAt: string
  isActive: boolean
}

export interface IssuedLogin {
  /** with the password in it */
  address: string
  schema: string
  notice: string
}

export const loginsQuery = `{ sqlLogins { id name roleName access createdBy expiresAt isActive } }`

export const revoke = `mutation ($id: UUID!) { revokeSqlLogin(id: $id) { id } }`

interface Issued {
  host: string
  port: number
  database: string
  schema: string
  user: string
  password: string
  notice: string
}

export async function issueLogin(input: {
  name: string
  access: string
  expiresAt: string
}): Promise<Answer<IssuedLogin>> {
  const { data, error } = await change<{ createSqlLogin: Issued }>(
    `mutation ($input: CreateSqlLoginInput!) {
      createSqlLogin(input: $input) { host port database schema user password notice }
    }`,
    { input },
  )
  if (error) return { data: null, error }
  const { user, password, host, port, database, schema, notice } = data.createSqlLogin
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return { data: { address: `postgresql://${who}@${host}:${port}/${database}`, schema, notice }, error: null }
}
