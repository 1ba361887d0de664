/** The filter grammar, without a database. */
import { expect, test } from "bun:test"
import { parseFilter } from "../../src/api/rest/filter.ts"

const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"

const understood: [string, unknown][] = [
  ["", null],
  ["   ", null],
  ["name[eq]:Acme", { name: { eq: "Acme" } }],
  [`id[eq]:${id}`, { id: { eq: id } }],
  ["a[eq]:1,b[neq]:2", { and: [{ a: { eq: "1" } }, { b: { neq: "2" } }] }],
  [" a[eq]:1 , b[eq]: 2 ", { and: [{ a: { eq: "1" } }, { b: { eq: "2" } }] }],
  ["a[gte]:1,a[lt]:5", { and: [{ a: { gte: "1" } }, { a: { lt: "5" } }] }],
  ["emails.primaryEmail[ilike]:%@acme.com", { emails: { primaryEmail: { ilike: "%@acme.com" } } }],
  ["company.name[eq]:x", { company: { name: { eq: "x" } } }],
  ["createdAt[gte]:2026-01-01T00:00:00.000Z", { createdAt: { gte: "2026-01-01T00:00:00.000Z" } }],
  ["domainName.primaryLinkUrl[eq]:https://a.co", { domainName: { primaryLinkUrl: { eq: "https://a.co" } } }],
  ["deletedAt[is]:NOT_NULL", { deletedAt: { is: "NOT_NULL" } }],
  ["or(a[eq]:1,b[eq]:2)", { or: [{ a: { eq: "1" } }, { b: { eq: "2" } }] }],
  ["not(a[is]:NULL)", { not: { a: { is: "NULL" } } }],
  [
    'or(stage[eq]:"NEW",and(amount.amountMicros[gte]:1000000,not(companyId[is]:NULL)))',
    {
      or: [
        { stage: { eq: "NEW" } },
        { and: [{ amount: { amountMicros: { gte: "1000000" } } }, { not: { companyId: { is: "NULL" } } }] },
      ],
    },
  ],
  [
    "not(or(a[eq]:1,b[eq]:2)),c[eq]:3",
    { and: [{ not: { or: [{ a: { eq: "1" } }, { b: { eq: "2" } }] } }, { c: { eq: "3" } }] },
  ],
  // quoting
  ['name[eq]:"a, b (c)"', { name: { eq: "a, b (c)" } }],
  ["name[eq]:'a, b (c)'", { name: { eq: "a, b (c)" } }],
  ['name[eq]:""', { name: { eq: "" } }],
  ["name[eq]:''", { name: { eq: "" } }],
  ["name[eq]:O'Neil", { name: { eq: "O'Neil" } }],
  [`name[eq]:'O'Neil'`, { name: { eq: "O'Neil" } }],
  ['name[eq]:"say "hi""', { name: { eq: 'say "hi"' } }],
  ['or(name[eq]:"a)",name[eq]:"(b")', { or: [{ name: { eq: "a)" } }, { name: { eq: "(b" } }] }],
  ["name[eq]:Foo (Bar)", { name: { eq: "Foo (Bar)" } }],
  ["or(name[eq]:Foo (Bar),name[eq]:x)", { or: [{ name: { eq: "Foo (Bar)" } }, { name: { eq: "x" } }] }],
  ['name[eq]:" a "', { name: { eq: " a " } }],
  // lists
  ["stage[in]:[NEW,WON]", { stage: { in: ["NEW", "WON"] } }],
  [`stage[in]:["NEW", 'WON' , LOST]`, { stage: { in: ["NEW", "WON", "LOST"] } }],
  [`name[in]:["a,b",c]`, { name: { in: ["a,b", "c"] } }],
  ["tags[containsAny]:[A]", { tags: { containsAny: ["A"] } }],
  ["id[in]:[]", { id: { in: [] } }],
  ["or(a[in]:[1,2],b[eq]:3)", { or: [{ a: { in: ["1", "2"] } }, { b: { eq: "3" } }] }],
  ["name[eq]:[x", { name: { eq: "[x" } }],
]

test.each(understood)("%p is understood", (text, filter) => {
  expect(parseFilter(text)).toEqual(filter as never)
})

const comparators = "eq, neq, in, containsAny, is, gt, gte, lt, lte, startsWith, endsWith, like, ilike"
const malformed = (item: string) => `'filter' invalid for '${item}'. eg: price[gte]:10`
const missing = (what: string) => `'filter' invalid. ${what} missing in the query`
const manyNot = "'filter' invalid. 'not' conjunction should contain only 1 condition. eg: not(field[eq]:1)"

const refused: [string, string][] = [
  ["name", malformed("name")],
  ["name[eq]", malformed("name[eq]")],
  ["name[eq]x", malformed("name[eq]x")],
  ["name:x", malformed("name:x")],
  ["[eq]:x", malformed("[eq]:x")],
  ["name[eq]:", malformed("name[eq]:")],
  ["name[eq]:,a[eq]:1", malformed("name[eq]:")],
  ["or(name[eq]:)", malformed("name[eq]:")],
  ["a[eq]:1,", malformed("")],
  [",a[eq]:1", malformed("")],
  ["and()", malformed("")],
  ["AND(a[eq]:1)", malformed("AND(a[eq]:1")],
  ["name[foo]:x", `'filter' invalid for 'name[foo]:x', comparator foo not in ${comparators}`],
  ["name[]:x", `'filter' invalid for 'name[]:x', comparator  not in ${comparators}`],
  ["name[constructor]:x", `'filter' invalid for 'name[constructor]:x', comparator constructor not in ${comparators}`],
  ["or(a[eq]:1", missing("1 close bracket is")],
  ["or(a[eq]:1,and(b[eq]:2", missing("2 close brackets are")],
  ["a[eq]:1)", missing("1 open bracket is")],
  ["or(a[eq]:1))", missing("1 open bracket is")],
  ["a[eq]:1))", missing("2 open brackets are")],
  ["a[eq]:x(", missing("1 close bracket is")],
  ["not(a[eq]:1,b[eq]:2)", manyNot],
  [
    "id[in]:x",
    "'filter' invalid for 'in' operator. Received 'x' but array value expected eg: 'field[in]:[value_1,value_2]'",
  ],
]

test.each(refused)("%p is refused", (text, message) => {
  expect(() => parseFilter(text)).toThrow(message)
})
