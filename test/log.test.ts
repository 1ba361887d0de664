import { expect, test } from "bun:test"
import { createLog } from "../src/log.ts"

function logged(least: "debug" | "warn", write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = []
  write(createLog(least, (line) => lines.push(line)))
  return lines.map((line) => JSON.parse(line))
}

test("a line is one JSON object that says when, how bad and what", () => {
  const [line, ...rest] = logged("debug", (log) => log.info("Two\nlines", { queue: "q", count: 3n }))
  expect(line).toMatchObject({ level: "info", message: "Two\nlines", queue: "q", count: "3" })
  expect(new Date(line.time).getTime()).toBeWithin(Date.now() - 5000, Date.now() + 1)
  expect(rest).toEqual([])
})

test("what is below the level is left out", () => {
  const lines = logged("warn", (log) => {
    log.debug("a")
    log.info("b")
    log.warn("c")
    log.error("d")
  })
  expect(lines.map((line) => line.message)).toEqual(["c", "d"])
})

test("errors are shown with stack, code and cause", () => {
  const cause = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" })
  const [{ error }] = logged("debug", (log) => log.error("It failed", { error: new Error("no database", { cause }) }))
  expect(error).toMatchObject({
    name: "Error",
    message: "no database",
    cause: { message: "connection refused", code: "ECONNREFUSED" },
  })
  expect(error.stack).toContain("log.test.ts")
})

test("secrets are not written, wherever they stand", () => {
  const error = new Error("cannot reach postgres://kith:hunter2@db.local:5432/kith")
  const fields = { error, request: { headers: { Authorization: "Bearer hunter2" } }, list: [{ apiToken: "hunter2" }] }
  const [line] = logged("debug", (log) => log.error("redis://:hunter2@cache is away", fields))
  expect(JSON.stringify(line)).not.toContain("hunter2")
  expect(line.message).toBe("redis://***@cache is away")
})

test("a value that contains itself ends somewhere", () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  expect(logged("debug", (log) => log.info("round", { cycle }))).toHaveLength(1)
})
