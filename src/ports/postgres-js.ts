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
  const pool = new RenewedPool(() => connect(options))
  let listening: postgres.Sql | undefined
  return {
    query: (text, params) => pool.use(({ any }) => any.query(text, params)),
    values: (text, params) => pool.use(({ any }) => any.values(text, params)),
    script: (text) => pool.use(({ any }) => any.script(text)),
    transaction: (work) => pool.use(({ client }) => transaction(client, work)),
    session: (work) => pool.use(({ client }) => session(client, work)),
    async listen(channel, onMessage) {
      listening ??= connect({ ...options, poolSize: 1 })
      const { unlisten } = await listening.listen(channel, onMessage)
      return unlisten
    },
    visit: (schema) => pool.visit(schema),
    async close() {
      await Promise.all([pool.close(), listening?.end({ timeout: 5 })])
    },
  }
}

/** Schemas that the connections may have seen: each costs a backend about a quarter of a megabyte. */
const maxVisited = 150

interface Generation {
  client: postgres.Sql
  /** whichever connection is free */
  any: Connection
  /** what is under way on its connections */
  running: number
}

/** One set of connections after another. */
class RenewedPool {
  private current: Generation
  private readonly retired = new Set<Generation>()
  private visited = new Set<string>()

  constructor(private readonly open: () => postgres.Sql) {
    this.current = this.next()
  }

  async use<T>(work: (generation: Generation) => Promise<T>): Promise<T> {
    const generation = this.current
    generation.running++
    try {
      return await work(generation)
    } finally {
      generation.running--
      if (generation.running === 0 && this.retired.delete(generation)) void end(generation)
    }
  }

  visit(schema: string): void {
    this.visited.add(schema)
    if (this.visited.size <= maxVisited) return
    this.visited = new Set([schema])
    const old = this.current
    this.current = this.next()
    if (old.running === 0) void end(old)
    else this.retired.add(old)
  }

  private next(): Generation {
    const client = this.open()
    return { client, any: connection(client), running: 0 }
  }

  async close(): Promise<void> {
    await Promise.all([this.current, ...this.retired].map(end))
  }
}

const end = ({ client }: Generation) => client.end({ timeout: 5 })

function connect(options: DatabaseOptions): postgres.Sql {
  return postgres(options.url, {
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
