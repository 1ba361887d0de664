import postgres from "postgres"
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

type Client = postgres.Sql | postgres.TransactionSql

/**
 * postgres.js behind the port. Its own conversions of json, dates and booleans are switched off (values are text), and
 * array types are not looked up, which saves a query per connection.
 */
export function openPostgres(options: DatabaseOptions): Database {
  const client = postgres(options.url, {
    max: options.poolSize,
    fetch_types: false,
    onnotice: () => {},
    types: textTypes as unknown as Record<string, postgres.PostgresType>,
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeout,
      // Compiling a query costs more than any of ours can win back.
      jit: "off",
      TimeZone: "UTC",
    } as Record<string, string | number> & { application_name: string },
  })
  return {
    ...connection(client),
    transaction: (work) => transaction(client, work),
    session: (work) => session(client, work),
    async listen(channel, onMessage) {
      const { unlisten } = await client.listen(channel, onMessage)
      return unlisten
    },
    close: () => client.end({ timeout: 5 }),
  }
}

function transaction<T>(client: postgres.Sql, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return unwrapped((each) => client.begin((tx) => each(() => work(inTransaction(tx)))) as Promise<T>)
}

/** The driver fails a transaction for any failed statement, unless it was in a savepoint of the driver's own. */
function inTransaction(tx: postgres.TransactionSql): Transaction {
  return {
    ...connection(tx),
    savepoint: <T>(work: (part: Transaction) => Promise<T>) =>
      unwrapped<T>((each) => tx.savepoint((part) => each(() => work(inTransaction(part)))) as Promise<T>),
  }
}

/** What `work` throws passes as it is: it may have a `code` without being the database's. */
async function unwrapped<T>(run: (each: (work: () => Promise<T>) => Promise<T>) => Promise<T>): Promise<T> {
  let own: { error: unknown } | undefined
  try {
    return await run((work) =>
      work().catch((error: unknown) => {
        own = { error }
        throw error
      }),
    )
  } catch (error) {
    throw own && own.error === error ? error : translate(error)
  }
}

async function session<T>(client: postgres.Sql, work: (connection: Connection) => Promise<T>): Promise<T> {
  const reserved = await client.reserve().catch((error: unknown) => {
    throw translate(error)
  })
  const own = connection(reserved)
  try {
    return await work(own)
  } finally {
    // Fails only on a lost connection, whose settings and locks are gone as well.
    await own.script(endSession).catch(() => {})
    reserved.release()
  }
}

/** A statement is prepared from its second use on, and only so many, because each connection keeps its own forever. */
const maxPrepared = 500

function connection(client: Client): Connection {
  return {
    async query<R = Row>(text: string, params: readonly Param[] = []): Promise<R[]> {
      try {
        return (await client.unsafe(text, params as Param[], { prepare: worthPreparing(text) })) as unknown as R[]
      } catch (error) {
        throw translate(error)
      }
    },
    async values(text, params = []) {
      try {
        return await client.unsafe(text, params as Param[], { prepare: worthPreparing(text) }).values()
      } catch (error) {
        throw translate(error)
      }
    },
    async script(text) {
      try {
        await client.unsafe(text).simple()
      } catch (error) {
        throw translate(error)
      }
    },
  }
}

const seenOnce = new Set<string>()

/** Text → when it was used last, in milliseconds; the least recently used comes first. */
const prepared = new Map<string, number>()

/** Milliseconds after which an unused text gives its place to another. Its connections forget it when they are renewed. */
const idle = 300_000

function worthPreparing(text: string): boolean {
  const now = Date.now()
  if (prepared.delete(text)) {
    prepared.set(text, now)
    return true
  }
  if (!seenOnce.has(text)) {
    if (seenOnce.size > 2000) seenOnce.clear()
    seenOnce.add(text)
    return false
  }
  if (prepared.size >= maxPrepared && !makeRoom(now)) return false
  seenOnce.delete(text)
  prepared.set(text, now)
  return true
}

function makeRoom(now: number): boolean {
  const [oldest] = prepared
  if (!oldest || now - oldest[1] < idle) return false
  return prepared.delete(oldest[0])
}

const asText = (value: unknown) => String(value)

const textTypes = {
  json: { to: 114, from: [114, 3802], serialize: asText, parse: asText },
  jsonb: { to: 3802, from: [], serialize: asText, parse: asText },
  date: { to: 1184, from: [1082, 1114, 1184], serialize: asText, parse: asText },
  day: { to: 1082, from: [], serialize: asText, parse: asText },
  timestamp: { to: 1114, from: [], serialize: asText, parse: asText },
  bool: {
    to: 16,
    from: [16],
    serialize: (value: unknown) => (value === true || value === "true" ? "t" : "f"),
    parse: (text: string) => text === "t",
  },
}

function translate(error: unknown): unknown {
  if (error instanceof postgres.PostgresError) {
    return new DatabaseError({
      message: error.message,
      code: error.code,
      detail: error.detail,
      constraint: error.constraint_name,
      table: error.table_name,
      column: error.column_name,
    })
  }
  if (error instanceof Error && "code" in error && isConnectionCode(error.code)) {
    return new DatabaseError({ message: error.message, code: error.code })
  }
  return error
}

/** The system's (ECONNREFUSED) and the driver's own (CONNECTION_CLOSED). What work in a transaction throws is neither. */
function isConnectionCode(code: unknown): code is string {
  return typeof code === "string" && /^(E[A-Z0-9]+|CONNECT_TIMEOUT|CONNECTION_[A-Z_]+)$/.test(code)
}
