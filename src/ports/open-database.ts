import type { Config } from "../config.ts"
import type { Database, DatabaseOptions } from "./driver.ts"

/** Opens the database with the driver of the configuration; the other one is not even loaded. */
export async function openDatabase(driver: Config["databaseDriver"], options: DatabaseOptions): Promise<Database> {
  if (driver === "neon") return (await import("./neon.ts")).openNeon(options)
  return (await import("./postgres-js.ts")).openPostgres(options)
}
