import { defineConfig } from "drizzle-kit"

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/core-tables.ts",
  out: "./src/db/migrations",
  schemaFilter: ["core"],
})
