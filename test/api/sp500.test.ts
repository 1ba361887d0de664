/**
 * Real input: the companies of the S&P 500, with fields made for them. Every answer of the API is compared with the same
 * question put to the file in plain JavaScript.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { parseCsv } from "../support/csv.ts"

interface Listed {
  name: string
  sector: string
  subIndustry: string
  city: string
  state: string
  founded: string
  foundedYear: number
}

interface Company {
  id: string
  name: string
  sector: string
  foundedYear: number
}

const file = readFileSync(join(import.meta.dirname, "../data/sp500.csv"), "utf8")
const listed: Listed[] = parseCsv(file).map((row) => {
  const [city = "", ...rest] = row["Headquarters Location"]!.split(",").map((part) => part.trim())
  return {
    name: row.Security!,
    sector: optionValue(row["GICS Sector"]!),
    subIndustry: optionValue(row["GICS Sub-Industry"]!),
    city,
    state: rest.join(", "),
    founded: row.Founded!,
    // Where several years are given, as in "1888 (1847)", the first is that of the company as it is.
    foundedYear: Number(/\d{4}/.exec(row.Founded!)![0]),
  }
})

function optionValue(label: string): string {
  return label
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
}

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  await createFields()
  await load()
})

afterAll(() => app.close())

async function createFields() {
  const { data } = await me.metadata<{ objects: { edges: { node: { id: string; nameSingular: string } }[] } }>(
    `{ objects(paging: { first: 1000 }) { edges { node { id nameSingular } } } }`,
  )
  const objectMetadataId = data.objects.edges.find(({ node }) => node.nameSingular === "company")!.node.id
  const rows = parseCsv(file)
  for (const field of [
    { name: "sector", label: "Sector", type: "SELECT", options: options(rows.map((row) => row["GICS Sector"]!)) },
    {
      name: "subIndustry",
      label: "Sub-industry",
      type: "SELECT",
      options: options(rows.map((row) => row["GICS Sub-Industry"]!)),
    },
    { name: "foundedYear", label: "Founded", type: "NUMBER", settings: { dataType: "int" } },
  ]) {
    const answer = await me.metadata(
      `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id name } }`,
      { field: { ...field, objectMetadataId } },
    )
    expect(answer.errors).toBeUndefined()
  }
}

/** Labels of options hold no commas. */
function options(labels: string[]) {
  return [...new Set(labels)]
    .toSorted()
    .map((label) => ({ value: optionValue(label), label: label.replaceAll(",", " /") }))
}

async function load() {
  const created = await me.rest(
    "POST",
    "/batch/companies?fields=name",
    listed.map(({ name, sector, subIndustry, foundedYear, city, state }) => ({
      name,
      sector,
      subIndustry,
      foundedYear,
      address: { addressCity: city, addressState: state },
    })),
  )
  expect(created.status).toBe(201)
  const ids = new Map<string, string>(
    created.body.data.createCompanies.map(({ id, name }: Company): [string, string] => [name, id]),
  )
  const unclear = listed.filter(({ founded }) => !/^\d{4}$/.test(founded))
  const notes = await me.rest(
    "POST",
    "/batch/notes?fields=title",
    unclear.map(({ founded }) => ({ title: `Founded: ${founded}` })),
  )
  const links = notes.body.data.createNotes.map(({ id }: { id: string }, i: number) => ({
    noteId: id,
    targetCompanyId: ids.get(unclear[i]!.name),
  }))
  expect((await me.rest("POST", "/batch/noteTargets", links)).status).toBe(201)
}

const ask = async (query: string): Promise<{ names: string[]; total: number; companies: Company[] }> => {
  const { status, body } = await me.rest("GET", `/companies?${query}`)
  expect([query, status]).toEqual([query, 200])
  const companies: Company[] = body.data.companies
  return { companies, names: companies.map(({ name }) => name), total: body.totalCount }
}

const namesWhere = (test: (company: Listed) => boolean) => listed.filter(test).map(({ name }) => name)

test("everything is there", async () => {
  expect(listed).toHaveLength(503)
  const { total, names } = await ask("limit=1000")
  expect(total).toBe(503)
  expect(names.toSorted()).toEqual(namesWhere(() => true).toSorted())
})

describe("counts", () => {
  for (const [sector, companies] of Map.groupBy(listed, (company) => company.sector)) {
    test(`of ${sector}`, async () => {
      expect(await ask(`filter=sector[eq]:${sector}&limit=0`)).toEqual({
        names: [],
        companies: [],
        total: companies.length,
      })
    })
  }

  test("of all sub-industries add up", async () => {
    const groups = Map.groupBy(listed, (company) => company.subIndustry)
    const totals = await Promise.all(
      [...groups].map(
        async ([value, companies]) => (await ask(`filter=subIndustry[eq]:${value}&limit=0`)).total - companies.length,
      ),
    )
    expect(new Set(totals)).toEqual(new Set([0]))
  })
})

const texas = (company: Listed) => company.state === "Texas"
const energy = (company: Listed) => company.sector === "ENERGY"

const questions: [string, string, (company: Listed) => boolean][] = [
  ["founded before 1900", "foundedYear[lt]:1900", (c) => c.foundedYear < 1900],
  [
    "founded in the fifties",
    "foundedYear[gte]:1950,foundedYear[lte]:1959",
    (c) => c.foundedYear >= 1950 && c.foundedYear <= 1959,
  ],
  [
    "founded in one of three years",
    "foundedYear[in]:[1881,1902,1998]",
    (c) => [1881, 1902, 1998].includes(c.foundedYear),
  ],
  ["of New York City", 'address.addressCity[eq]:"New York City"', (c) => c.city === "New York City"],
  [
    "of a city that begins with San",
    "address.addressCity[startsWith]:San ,name[neq]:x",
    (c) => c.city.startsWith("San"),
  ],
  [
    "of Texas or California",
    "address.addressState[in]:[Texas,California]",
    (c) => ["Texas", "California"].includes(c.state),
  ],
  [
    "of a state with a comma in it",
    `address.addressState[eq]:"Bristol, United Kingdom"`,
    (c) => c.state === "Bristol, United Kingdom",
  ],
  ["without a state", "address.addressState[is]:NULL", (c) => c.state === ""],
  ["with inc in the name", "name[ilike]:%25INC%25", (c) => c.name.toLowerCase().includes("inc")],
  ["that end with (Class A)", 'name[endsWith]:"(Class A)"', (c) => c.name.endsWith("(Class A)")],
  ["called Block, Inc.", 'name[eq]:"Block, Inc."', (c) => c.name === "Block, Inc."],
  ["called Lowe's", "name[eq]:Lowe's", (c) => c.name === "Lowe's"],
  [
    "called Domino's or Brown–Forman",
    `name[in]:["Domino's",Brown–Forman]`,
    (c) => ["Domino's", "Brown–Forman"].includes(c.name),
  ],
  ["with an é", "name[like]:%25é%25", (c) => c.name.includes("é")],
  ["of energy, in Texas", "sector[eq]:ENERGY,address.addressState[eq]:Texas", (c) => energy(c) && texas(c)],
  ["of energy, or in Texas", "or(sector[eq]:ENERGY,address.addressState[eq]:Texas)", (c) => energy(c) || texas(c)],
  [
    "neither of energy nor in Texas",
    "not(or(sector[eq]:ENERGY,address.addressState[eq]:Texas))",
    (c) => !energy(c) && !texas(c),
  ],
  [
    "of energy, but not in Texas",
    "sector[eq]:ENERGY,not(address.addressState[eq]:Texas)",
    (c) => energy(c) && !texas(c),
  ],
  [
    "old banks, or young ones outside New York and California",
    "or(and(sector[eq]:FINANCIALS,foundedYear[lt]:1850),and(sector[eq]:FINANCIALS,foundedYear[gt]:1990,not(address.addressState[in]:[New York,California])))",
    (c) =>
      c.sector === "FINANCIALS" &&
      (c.foundedYear < 1850 || (c.foundedYear > 1990 && !["New York", "California"].includes(c.state))),
  ],
  ["of other sectors", "sector[neq]:INDUSTRIALS", (c) => c.sector !== "INDUSTRIALS"],
  [
    "of an industry with commas in its label",
    "subIndustry[eq]:HOTELS_RESORTS_CRUISE_LINES",
    (c) => c.subIndustry === "HOTELS_RESORTS_CRUISE_LINES",
  ],
  ["with a note on their founding", 'noteTargets.note.title[ilike]:"Founded%25"', (c) => !/^\d{4}$/.test(c.founded)],
]

describe("companies", () => {
  test.each(questions)("%s", async (_, filter, matches) => {
    const { names, total } = await ask(`filter=${encodeFilter(filter)}&limit=1000`)
    expect(names.toSorted()).toEqual(namesWhere(matches).toSorted())
    expect(total).toBe(names.length)
    expect(total).toBeGreaterThan(0)
  })
})

const encodeFilter = (filter: string) => encodeURIComponent(decodeURIComponent(filter))

describe("in order", () => {
  test("the ten oldest", async () => {
    const { companies } = await ask("order_by=foundedYear&limit=10&fields=name,foundedYear")
    const years = listed.map((company) => company.foundedYear).toSorted((a, b) => a - b)
    expect(companies.map((company) => company.foundedYear)).toEqual(years.slice(0, 10))
  })

  test("by sector, as its options stand, then the youngest first", async () => {
    const { companies } = await ask("order_by=sector,foundedYear[DescNullsLast]&limit=1000")
    const expected = listed
      .toSorted((a, b) => (a.sector < b.sector ? -1 : a.sector > b.sector ? 1 : b.foundedYear - a.foundedYear))
      .map(({ sector, foundedYear }) => [sector, foundedYear])
    expect(companies.map(({ sector, foundedYear }) => [sector, foundedYear])).toEqual(expected)
  })
})

describe("page by page", () => {
  for (const [what, orderBy, limit] of [
    ["in no particular order", "", 37],
    ["by a number that many share", "foundedYear[DescNullsLast]", 50],
    ["by an option and a part of the address", "sector,address.addressState[AscNullsLast]", 100],
    ["by name", "name", 1],
  ] as const) {
    test(`${what}, ${limit} at a time, there are no gaps and no doubles`, async () => {
      const forward = await readAll(`order_by=${orderBy}&limit=${limit}`, "starting_after", limit)
      expect(forward).toHaveLength(503)
      expect(forward.toSorted()).toEqual(namesWhere(() => true).toSorted())
      expect(forward).toEqual((await ask(`order_by=${orderBy}&limit=1000`)).names)
    })
  }

  test("backward from the end they come to the beginning", async () => {
    const whole = await me.rest("GET", "/companies?order_by=foundedYear,name&limit=1000")
    const { endCursor } = whole.body.pageInfo
    const pages: string[][] = []
    let before = endCursor
    for (let more = true; more;) {
      const { body } = await me.rest(
        "GET",
        `/companies?order_by=foundedYear,name&limit=60&ending_before=${encodeURIComponent(before)}`,
      )
      pages.unshift(body.data.companies.map(({ name }: Company) => name))
      before = body.pageInfo.startCursor
      more = body.pageInfo.hasPreviousPage
    }
    expect(pages.flat()).toEqual(whole.body.data.companies.slice(0, -1).map(({ name }: Company) => name))
  })
})

/** Cursors as they come, not encoded for the URL: not every client does that. */
async function readAll(query: string, cursorName: string, limit: number): Promise<string[]> {
  const names: string[] = []
  let cursor = ""
  for (;;) {
    const { body } = await me.rest("GET", `/companies?${query}&fields=name&${cursorName}=${cursor}`)
    const page: Company[] = body.data.companies
    names.push(...page.map(({ name }) => name))
    if (!body.pageInfo.hasNextPage) return names
    expect(page).toHaveLength(limit)
    cursor = body.pageInfo.endCursor
  }
}

describe("changes by filter", () => {
  test("touch what the filter matches and nothing else", async () => {
    const expected = namesWhere((company) => company.sector === "UTILITIES").toSorted()
    const { body } = await me.rest("PATCH", "/companies?filter=sector[eq]:UTILITIES&fields=name", {
      idealCustomerProfile: true,
    })
    expect(body.data.updateCompanies.map(({ name }: Company) => name).toSorted()).toEqual(expected)
    expect((await ask("filter=idealCustomerProfile[eq]:true&limit=1000")).names.toSorted()).toEqual(expected)
  })

  test("delete and restore a year", async () => {
    const expected = namesWhere((company) => company.foundedYear === 1998).toSorted()
    await me.rest("DELETE", "/companies?filter=foundedYear[eq]:1998&soft_delete=true")
    expect((await ask("limit=0")).total).toBe(503 - expected.length)
    expect((await ask("filter=deletedAt[is]:NOT_NULL&limit=1000")).names.toSorted()).toEqual(expected)
    await me.rest("PATCH", "/restore/companies?filter=foundedYear[eq]:1998,deletedAt[is]:NOT_NULL")
    expect((await ask("limit=0")).total).toBe(503)
  })
})

test("the reader of the file knows quotes", () => {
  const text = 'a,b\r\n"x, ""y""","1\n2"\r\n,3\n'
  expect(parseCsv(text)).toEqual([
    { a: 'x, "y"', b: "1\n2" },
    { a: "", b: "3" },
  ])
})
