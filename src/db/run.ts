import type { Connection, Row } from "../ports/driver.ts"
import { render, type Sql } from "./sql.ts"

/** The rows of a statement of the platform's own tables that drizzle's builder has no words for. */
export function runSql<T extends object = Row>(connection: Connection, statement: Sql): Promise<T[]> {
  const { text, params } = render(statement)
  return connection.query<T>(text, params)
}
