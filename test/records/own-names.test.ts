/** Names that every JavaScript object has are no fields, subfields or operators. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

const refused: [string, string, string][] = [
  ["an operator", `companies(filter: { name: { constructor: "x" } }) { totalCount }`, `Operator "constructor"`],
  ["a subfield", `companies(filter: { address: { toString: { eq: "x" } } }) { totalCount }`, `Sub field "toString"`],
  [
    "an order",
    `companies(orderBy: { address: { valueOf: AscNullsFirst } }) { totalCount }`,
    `Field "address.valueOf" does not exist`,
  ],
  [
    "a selection",
    `companies { edges { node { address { hasOwnProperty } } } }`,
    `Cannot query field "hasOwnProperty" on type "Address"`,
  ],
]

for (const [what, query, message] of refused) {
  test(`${what} named like a method of every object is refused`, async () => {
    const { errors } = await me.graphql(`{ ${query} }`)
    expect(errors?.[0]?.message).toContain(message)
  })
}
