/** What an option asks for before a record gets it: said in the settings of a select, and right whatever happens to either side. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let ada: Member
let shipId: string
/** fields of the ship by name */
let ids: Record<string, string>
let selectId: string

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  const made = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "ship", namePlural: "ships", labelSingular: "Ship", labelPlural: "Ships" } }) { id } }`,
  )
  shipId = made.data.createOneObject.id
})

afterAll(() => app.close())

interface WireField {
  id: string
  name: string
  settings: Record<string, unknown> | null
  options: { id: string; value: string; label: string; color: string; position: number }[] | null
}

async function fields(): Promise<WireField[]> {
  const { data } = await ada.metadata<{ object: { fieldsList: WireField[] } }>(
    `query ($id: UUID!) { object(id: $id) { fieldsList { id name settings options } } }`,
    { id: shipId },
  )
  return data.object.fieldsList
}

const create = (field: object) =>
  ada.metadata<{ createOneField: WireField }>(
    `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id settings } }`,
    { field: { objectMetadataId: shipId, ...field } },
  )

const update = (id: string, change: object) =>
  ada.metadata<{ updateOneField: WireField }>(
    `mutation ($id: UUID!, $update: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $update }) { id settings } }`,
    { id, update: change },
  )

const remove = (id: string) =>
  ada.metadata(`mutation ($id: UUID!) { deleteOneField(input: { id: $id }) { id } }`, { id })

const option = (value: string, position: number) => ({ value, label: value.toLowerCase(), color: "blue", position })
const select = { type: "SELECT", label: "State" }

/** A fresh select `state` with AFLOAT, LOST and SOLD, and texts that can be asked for. */
beforeEach(async () => {
  for (const { id, name } of await fields()) {
    if (!["state", "reason", "buyer"].includes(name)) continue
    await update(id, { isActive: false })
    await remove(id)
  }
  for (const name of ["reason", "buyer"]) await create({ type: "TEXT", name, label: name })
  ids = Object.fromEntries((await fields()).map(({ name, id }) => [name, id]))
  const options = ["AFLOAT", "LOST", "SOLD"].map(option)
  const requiredFields = { LOST: [ids.reason!], SOLD: [ids.buyer!, ids.reason!] }
  const { data, errors } = await create({ ...select, name: "state", options, settings: { requiredFields } })
  expect(errors).toBeUndefined()
  selectId = data.createOneField.id
})

const state = async () => (await fields()).find(({ id }) => id === selectId)!
const settings = async () => (await state()).settings

test("what is said is told again, and a select about which nothing is said tells nothing", async () => {
  expect(await settings()).toEqual({ requiredFields: { LOST: [ids.reason], SOLD: [ids.buyer, ids.reason] } })
  const other = await create({ ...select, name: "rig", options: [option("SLOOP", 0)] })
  expect(other.data.createOneField.settings).toBeNull()
  await update(other.data.createOneField.id, { isActive: false })
  await remove(other.data.createOneField.id)
})

test("a write is not refused for what an option asks for", async () => {
  const { errors } = await ada.graphql(`mutation { createShip(data: { name: "Vasa", state: LOST }) { id } }`)
  expect(errors).toBeUndefined()
})

describe("what is asked for follows", () => {
  const cases: [string, () => Promise<unknown>, () => Record<string, unknown> | null][] = [
    [
      "an option with another value",
      async () => {
        const { options } = await state()
        return update(selectId, {
          options: options!.map((each) => (each.value === "LOST" ? { ...each, value: "SUNK" } : each)),
        })
      },
      () => ({ requiredFields: { SUNK: [ids.reason], SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "options that exchange their values",
      async () => {
        const exchanged: Record<string, string> = { LOST: "SOLD", SOLD: "LOST" }
        const { options } = await state()
        return update(selectId, {
          options: options!.map((each) => ({ ...each, value: exchanged[each.value] ?? each.value })),
        })
      },
      () => ({ requiredFields: { SOLD: [ids.reason], LOST: [ids.buyer, ids.reason] } }),
    ],
    [
      "options of clients that know no ids",
      () => update(selectId, { options: ["SOLD", "LOST", "AFLOAT"].map(option) }),
      () => ({ requiredFields: { LOST: [ids.reason], SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "an option that is no more",
      async () => {
        const { options } = await state()
        return update(selectId, {
          options: options!.filter(({ value }) => value !== "LOST"),
          optionReplacements: { LOST: "AFLOAT" },
        })
      },
      () => ({ requiredFields: { SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "a field of another name",
      () => update(ids.reason!, { name: "cause", label: "Cause" }).then(() => update(ids.reason!, { name: "reason" })),
      () => ({ requiredFields: { LOST: [ids.reason], SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "a field that is switched off, which is asked for again once it is there again",
      () => update(ids.reason!, { isActive: false }),
      () => ({ requiredFields: { LOST: [ids.reason], SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "a field that is no more",
      () => update(ids.reason!, { isActive: false }).then(() => remove(ids.reason!)),
      () => ({ requiredFields: { SOLD: [ids.buyer] } }),
    ],
    [
      "the last field that is no more, with nothing left of it",
      async () => {
        await update(selectId, { settings: { requiredFields: { LOST: [ids.reason], AFLOAT: [] } } })
        await update(ids.reason!, { isActive: false })
        return remove(ids.reason!)
      },
      () => null,
    ],
    ["settings that are taken away", () => update(selectId, { settings: null }), () => null],
    [
      "other changes of the field",
      () => update(selectId, { label: "Condition" }),
      () => ({ requiredFields: { LOST: [ids.reason], SOLD: [ids.buyer, ids.reason] } }),
    ],
    [
      "fields named twice, and options that ask for nothing",
      () => update(selectId, { settings: { requiredFields: { LOST: [ids.buyer, ids.buyer], SOLD: [] } } }),
      () => ({ requiredFields: { LOST: [ids.buyer] } }),
    ],
    [
      "an option and settings that come together",
      async () => {
        const { options } = await state()
        return update(selectId, {
          options: [...options!, option("STOLEN", 3)],
          settings: { requiredFields: { STOLEN: [ids.reason] } },
        })
      },
      () => ({ requiredFields: { STOLEN: [ids.reason] } }),
    ],
  ]
  test.each(cases)("%s", async (_, change, expected) => {
    await change()
    expect(await settings()).toEqual(expected())
  })
})

describe("refused is", () => {
  const cases: [string, () => unknown, string][] = [
    ["no object", () => ["LOST"], "requiredFields must be an object {OPTION: [ids of fields]}"],
    ["no list", () => ({ LOST: ids.reason }), "requiredFields must be an object {OPTION: [ids of fields]}"],
    [
      "an option that is none",
      () => ({ GONE: [ids.reason] }),
      'requiredFields names "GONE", which is no option of the field. Options are: AFLOAT, LOST, SOLD',
    ],
    [
      "a field that is none",
      () => ({ LOST: [crypto.randomUUID()] }),
      "requiredFields takes ids of fields of the same object, and this is none",
    ],
    ["itself", () => ({ LOST: [selectId] }), 'The options of "state" cannot ask for "state" itself'],
    ...["createdAt", "createdBy", "position", "searchVector", "id", "attachments"].map(
      (name): [string, () => unknown, string] => [
        `what nobody fills in: ${name}`,
        () => ({ LOST: [ids[name]] }),
        `Nobody can fill in the field "${name}", so no option can ask for it`,
      ],
    ),
  ]
  test.each(cases)("%s", async (_, requiredFields, message) => {
    const before = await settings()
    const { errors } = await update(selectId, { settings: { requiredFields: requiredFields() } })
    expect(JSON.stringify(errors)).toContain(JSON.stringify(message).slice(1, -1))
    expect(await settings()).toEqual(before)
  })

  test("a field that has no single option", async () => {
    const { errors } = await create({
      type: "TEXT",
      name: "note",
      label: "Note",
      settings: { requiredFields: { LOST: [ids.reason] } },
    })
    expect(JSON.stringify(errors)).toContain("requiredFields is a setting of SELECT fields")
  })

  test("a new select that asks for a field of another object", async () => {
    const { data } = await ada.metadata<{
      objects: { edges: { node: { nameSingular: string; fieldsList: WireField[] } }[] }
    }>(
      `{ objects(paging: { first: 100 }) { edges { node { nameSingular fieldsList { id name settings options } } } } }`,
    )
    const company = data.objects.edges.find(({ node }) => node.nameSingular === "company")!.node
    const foreign = company.fieldsList.find(({ name }) => name === "name")!.id
    const options = [option("SLOOP", 0)]
    const { errors } = await create({
      ...select,
      name: "rig",
      options,
      settings: { requiredFields: { SLOOP: [foreign] } },
    })
    expect(JSON.stringify(errors)).toContain("requiredFields takes ids of fields of the same object, and this is none")
  })
})
