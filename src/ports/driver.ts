/**
 * The port to PostgreSQL. Everything above it speaks SQL text with positional parameters and gets text back, so that a
 * driver is a hundred lines: `postgres-js.ts` (TCP) and `neon.ts` (WebSocket) pass one contract test.
 *
 * Values travel as PostgreSQL's text form in both directions: json, dates, numerics, int8 and arrays are strings;
 * int2, int4, float8 are numbers, bool is boolean, null is null.
 */

export type Param = string | number | boolean | null

export type Row = Record<string, unknown>

export interface Connection {
  /** Runs one statement; rows are objects by column name. Throws {@link DatabaseError}. */
  query<R = Row>(text: string, params?: readonly Param[]): Promise<R[]>
  /** The same with rows as arrays in column order. */
  values(text: string, params?: readonly Param[]): Promise<unknown[][]>
  /** Runs several statements without parameters in one round trip, such as DDL. */
  script(text: string): Promise<void>
}

export interface Transaction extends Connection {
  /** Runs `work` as a part of the transaction that can fail by itself: when it rejects, only what it wrote is undone. */
  savepoint<T>(work: (part: Transaction) => Promise<T>): Promise<T>
}

export interface Database extends Connection {
  /** Runs `work` in a transaction on one connection; commits when it resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Runs `work` on one connection outside a transaction, for what no transaction allows, such as building an index
   * concurrently. Settings and advisory locks that `work` leaves behind are undone.
   */
  session<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** Calls `onMessage` with the payload of each NOTIFY on the channel until the returned function is called; reconnects. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>
  /**
   * Says that statements on this schema follow. A backend of PostgreSQL keeps what it has learnt of every table for ever, so
   * after very many schemas the connections are renewed, each when it has nothing left to do.
   */
  visit(schema: string): void
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** connections at most */
  poolSize: number
  /** shows in pg_stat_activity */
  applicationName: string
  /** milliseconds; 0 means none */
  statementTimeout: number
}

/** A failure that PostgreSQL reported, or a lost connection (`code` is then a driver's own, such as ECONNREFUSED). */
export class DatabaseError extends Error {
  override name = "DatabaseError"
  /** SQLSTATE of five characters */
  readonly code: string
  readonly detail: string | undefined
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined

  constructor(source: {
    message: string
    code?: string
    detail?: string
    constraint?: string
    table?: string
    column?: string
  }) {
    super(source.message, { cause: source })
    this.code = source.code ?? "UNKNOWN"
    this.detail = source.detail
    this.constraint = source.constraint
    this.table = source.table
    this.column = source.column
  }
}

/** What `session` says to a connection before it goes back to the others. */
export const endSession = "reset all; select pg_advisory_unlock_all()"
