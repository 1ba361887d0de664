import { Client, DatabaseError as NeonError, Pool, type PoolClient, type QueryResult } from "@neondatabase/serverless"
import {
  DatabaseError,
  endSession,
  type Connection,
  type Database,
  type DatabaseOptions,
  type Param,
  type Row,
  type Transaction,
} from "./driver.ts"

/**
 * Neon's driver behind the port: the wire protocol through a WebSocket, for Neon and for runtimes without TCP. Statements
 * are not prepared by name, because each already takes one round trip and a changed table would invalidate them.
 *
 * LISTEN and settings need a session of their own, which Neon's pooled address (`-pooler`) does not give: use the direct one.
 */
export function openNeon(options: DatabaseOptions): Database {
  const pool = new Pool({ ...clientConfig(options), max: options.poolSize })
  // A lost idle connection is replaced on next use; without a listener it would end the process.
  pool.on("error", () => {})
  pool.on("connect", (client: PoolClient) => {
    // Nor may a lost one that is in use end it: whoever asks through it is told.
    client.on("error", () => {})
    void prepareSession(client, options)
  })
  return {
    ...connection(pool),
    transaction: (work) => transaction(pool, work),
    session: (work) => session(pool, options, work),
    listen: (channel, onMessage) => listen(options, channel, onMessage),
    // Neon's own pooler decides how long a backend lives.
    visit: () => {},
    close: () => pool.end(),
  }
}

function clientConfig({ url, applicationName }: DatabaseOptions) {
  return { connectionString: url, application_name: applicationName, types: { getTypeParser } }
}

/** By statements, since Neon's proxy refuses most settings in the connection's first message. */
async function prepareSession(client: PoolClient, options: DatabaseOptions): Promise<void> {
  try {
    await client.query(settings(options))
  } catch (error) {
    // The pool drops a connection that emits an error; the statement that waits for it reports the loss.
    client.emit("error", error instanceof Error ? error : new Error(String(error)))
  }
}

function settings({ statementTimeout }: DatabaseOptions): string {
  return `set statement_timeout = ${statementTimeout}; set TimeZone = 'UTC'; set jit = off`
}

/** Numbers that JavaScript holds exactly and booleans are converted; everything else stays text. */
function getTypeParser(oid: number): (text: string) => unknown {
  if (numeric.has(oid)) return Number
  if (oid === 16) return (text) => text === "t"
  return (text) => text
}

/** int2, int4, oid, float4, float8 */
const numeric = new Set([21, 23, 26, 700, 701])

interface Queryable {
  query(config: { text: string; values?: unknown[]; rowMode?: "array" }): Promise<QueryResult>
}

function connection(client: Queryable): Connection {
  return {
    async query<R = Row>(text: string, params: readonly Param[] = []): Promise<R[]> {
      const { rows } = await translated(client.query({ text, values: [...params] }))
      return rows as R[]
    },
    async values(text, params = []) {
      const { rows } = await translated(client.query({ text, values: [...params], rowMode: "array" }))
      return rows as unknown[][]
    },
    async script(text) {
      await translated(client.query({ text }))
    },
  }
}

async function transaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await translated(pool.connect())
  const tx = inTransaction(client)
  let broken = false
  try {
    await tx.script("begin")
    const result = await work(tx)
    await tx.script("commit")
    return result
  } catch (error) {
    broken = !(await rollBack(tx))
    throw error
  } finally {
    client.release(broken)
  }
}

function inTransaction(client: Queryable): Transaction {
  const tx: Transaction = {
    ...connection(client),
    async savepoint(work) {
      await tx.script("savepoint part")
      try {
        const result = await work(tx)
        await tx.script("release savepoint part")
        return result
      } catch (error) {
        await tx.script("rollback to savepoint part; release savepoint part")
        throw error
      }
    },
  }
  return tx
}

async function session<T>(
  pool: Pool,
  options: DatabaseOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const client = await translated(pool.connect())
  const own = connection(client)
  try {
    return await work(own)
  } finally {
    const broken = await own.script(`${endSession}; ${settings(options)}`).then(
      () => false,
      () => true,
    )
    client.release(broken)
  }
}

/** Whether it succeeded; if not, the connection is lost and with it the transaction. */
async function rollBack(tx: Connection): Promise<boolean> {
  try {
    await tx.script("rollback")
    return true
  } catch {
    // The caller learns the first error, which is why we are here.
    return false
  }
}

/** One connection of its own, opened again whenever it is lost. */
async function listen(options: DatabaseOptions, channel: string, onMessage: (payload: string) => void) {
  let wanted = true
  let client = await connect()

  async function connect(): Promise<Client> {
    const next = new Client(clientConfig(options))
    next.on("notification", ({ payload }) => onMessage(payload ?? ""))
    // "end" follows every error.
    next.on("error", () => {})
    await translated(next.connect())
    await translated(next.query(`listen ${next.escapeIdentifier(channel)}`))
    next.on("end", () => void reconnect())
    return next
  }

  async function reconnect(): Promise<void> {
    for (let pause = 100; wanted; pause = Math.min(10_000, pause * 2)) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      try {
        client = await connect()
        break
      } catch {
        // Tried again after the pause, for as long as somebody listens.
      }
    }
    if (!wanted) await client.end()
  }

  return async () => {
    wanted = false
    await client.end()
  }
}

async function translated<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw translate(error)
  }
}

function translate(error: unknown): DatabaseError {
  if (error instanceof NeonError) return new DatabaseError(error)
  const message = error instanceof Error && error.message ? error.message : "The connection was lost."
  const code = error instanceof Error && "code" in error ? String(error.code) : "CONNECTION_CLOSED"
  return new DatabaseError({ message, code })
}
