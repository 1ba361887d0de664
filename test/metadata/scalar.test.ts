import { expect, test } from "bun:test"
import { render, sql } from "../../src/db/sql.ts"
import * as scalars from "../../src/metadata/scalar.ts"
import type { FieldShape } from "../../src/metadata/schema.ts"

const field = { name: "f", options: [{ value: "A", position: 0 }], settings: {} } as unknown as FieldShape

/** scalar, operator, operand → text and parameters */
const golden: [scalars.Scalar, scalars.Operator, unknown, string, unknown[]][] = [
  [scalars.text, "eq", "", "coalesce(f, '') = ''", []],
  [scalars.text, "in", ["a", null], "(f in ($1::text) or coalesce(f, '') = '')", ["a"]],
  [scalars.text, "endsWith", "a%", "right(f, length($1::text)) = $2::text", ["a%", "a%"]],
  [scalars.int, "eq", 5, "f = $1::integer", ["5"]],
  [scalars.int, "eq", 3_000_000_000, "f = $1::numeric", ["3000000000"]],
  [scalars.int, "gt", "1e3", "f > $1::numeric", ["1e3"]],
  [scalars.bigint, "eq", "9007199254740993", "f = $1::bigint", ["9007199254740993"]],
  [scalars.float, "lte", 1.5, "f <= $1::numeric", ["1.5"]],
  [
    scalars.dateTime,
    "eq",
    "2025-01-13T10:00:00.123456Z",
    "(f >= $1::timestamptz and f < ($2::timestamptz + interval '1 millisecond'))",
    ["2025-01-13T10:00:00.123Z", "2025-01-13T10:00:00.123Z"],
  ],
  [scalars.date, "lt", "13 January 2025", "f < $1::date", ["2025-01-13"]],
  [scalars.option, "containsAny", ["A"], "f in ($1::text)", ["A"]],
  [scalars.textList, "contains", ["a"], "f @> $1::text[]", ['{"a"}']],
  [scalars.boolean, "is", "NOT_NULL", "not f is null", []],
]

test.each(golden)("%#: golden SQL of %p", (scalar, operator, operand, text, params) => {
  const operate = scalar.operators[operator]!
  expect(render(operate(sql`f`, operand, { path: "f", field }))).toEqual({ text, params: params as never })
})
