/** Saved ways to look at an object: the ones that come with it, and those that people make. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

async function ask<T>(query: string, variables?: Record<string, unknown>, who = me): Promise<T> {
  const answer = await who.metadata<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

interface ShownView {
  id: string
  name: string
  key: string | null
  type: string
  viewFields: { id: string; fieldMetadataId: string; position: number; isVisible: boolean }[]
  viewFilters: { value: unknown; operand: string; fieldMetadataId: string }[]
  viewGroups: { fieldValue: string }[]
}

interface ShownObject {
  id: string
  nameSingular: string
  labelPlural: string
  isSystem: boolean
  fieldsList: { id: string; name: string }[]
}

async function objects(who = me): Promise<Map<string, ShownObject>> {
  const { objects } = await ask<{ objects: { edges: { node: ShownObject }[] } }>(
    `{ objects(paging: { first: 1000 }) { edges { node { id nameSingular labelPlural isSystem fieldsList { id name } } } } }`,
    {},
    who,
  )
  return new Map(objects.edges.map(({ node }) => [node.nameSingular, node]))
}

const fieldId = (object: ShownObject, name: string) => object.fieldsList.find((field) => field.name === name)!.id

const viewParts = `id name key type viewFields { id fieldMetadataId position isVisible } viewFilters { value operand fieldMetadataId } viewGroups { fieldValue }`

async function viewsOf(object: ShownObject, who = me): Promise<ShownView[]> {
  const { getViews } = await ask<{ getViews: ShownView[] }>(
    `query ($id: String) { getViews(objectMetadataId: $id) { ${viewParts} } }`,
    { id: object.id },
    who,
  )
  return getViews
}

const minimal = (objectMetadataId: string, more = {}) => ({ name: "Mine", icon: "IconStar", objectMetadataId, ...more })

async function create(input: object, who = me, parts = "id"): Promise<{ id: string } & Record<string, unknown>> {
  const { createView } = await ask<{ createView: { id: string } }>(
    `mutation ($input: CreateViewInput!) { createView(input: $input) { ${parts} } }`,
    { input },
    who,
  )
  return createView
}

describe("what comes with an object", () => {
  test("each has one view of all its records, with the label first", async () => {
    const known = await objects()
    const { getViews } = await ask<{ getViews: (ShownView & { objectMetadataId: string })[] }>(
      `{ getViews { ${viewParts} objectMetadataId } }`,
    )
    const index = getViews.filter((view) => view.key === "INDEX")
    expect(index.map((view) => view.objectMetadataId).toSorted()).toEqual(
      [...known.values()].map((o) => o.id).toSorted(),
    )
    const company = known.get("company")!
    const all = index.find((view) => view.objectMetadataId === company.id)!
    expect(all.name).toBe("All Companies")
    const shown = all.viewFields.map(
      (field) => company.fieldsList.find((each) => each.id === field.fieldMetadataId)!.name,
    )
    expect(shown[0]).toBe("name")
    expect(shown).toEqual(expect.arrayContaining(["domainName", "employees", "accountOwner", "createdAt", "createdBy"]))
    expect(shown).not.toContain("searchVector")
    expect(shown).not.toContain("people")
  })

  test("opportunities and tasks have their boards, tasks also a list of one's own", async () => {
    const known = await objects()
    const deals = await viewsOf(known.get("opportunity")!)
    expect(deals.map((view) => [view.name, view.type])).toEqual([
      ["All Opportunities", "TABLE"],
      ["By Stage", "KANBAN"],
    ])
    expect(deals[1]!.viewGroups.map((group) => group.fieldValue)).toEqual(
      "NEW SCREENING MEETING PROPOSAL CUSTOMER WON LOST".split(" "),
    )
    const tasks = await viewsOf(known.get("task")!)
    expect(tasks.map((view) => [view.name, view.type])).toEqual([
      ["All Tasks", "TABLE"],
      ["By Status", "KANBAN"],
      ["Assigned to Me", "TABLE"],
    ])
    expect(tasks[1]!.viewGroups.map((group) => group.fieldValue)).toEqual(["TODO", "IN_PROGRESS", "DONE", ""])
    const [filter] = tasks[2]!.viewFilters
    expect(filter).toMatchObject({ operand: "IS", fieldMetadataId: fieldId(known.get("task")!, "assignee") })
    expect(JSON.parse(filter!.value as string)).toEqual({
      isCurrentWorkspaceMemberSelected: true,
      selectedRecordIds: [],
    })
  })

  test("a new object has its view, a new field its column, and both go with it", async () => {
    const other = await app.signUp()
    const { createOneObject } = await ask<{ createOneObject: ShownObject }>(
      `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id fieldsList { id name } } }`,
      {},
      other,
    )
    const [view] = await viewsOf(createOneObject, other)
    expect(view).toMatchObject({ name: "All Rockets", key: "INDEX", type: "TABLE" })
    const { createOneField } = await ask<{ createOneField: { id: string } }>(
      `mutation ($id: UUID!) { createOneField(input: { field: { type: NUMBER, name: "stages", label: "Stages", objectMetadataId: $id } }) { id } }`,
      { id: createOneObject.id },
      other,
    )
    const [wider] = await viewsOf(createOneObject, other)
    expect(wider!.viewFields.map((each) => each.fieldMetadataId)).toEqual([
      ...view!.viewFields.map((each) => each.fieldMetadataId),
      createOneField.id,
    ])
    await ask(
      `mutation ($id: UUID!) { updateOneObject(input: { id: $id, update: { labelPlural: "Spaceships" } }) { id } }`,
      { id: createOneObject.id },
      other,
    )
    expect((await viewsOf(createOneObject, other))[0]!.name).toBe("All Spaceships")
    const remove = async (kind: string, id: string) =>
      ask(`mutation ($id: UUID!) { ${kind}(input: { id: $id }) { id } }`, { id }, other)
    await ask(
      `mutation ($id: UUID!) { updateOneField(input: { id: $id, update: { isActive: false } }) { id } }`,
      { id: createOneField.id },
      other,
    )
    await remove("deleteOneField", createOneField.id)
    expect((await viewsOf(createOneObject, other))[0]!.viewFields).toHaveLength(view!.viewFields.length)
    await ask(
      `mutation ($id: UUID!) { updateOneObject(input: { id: $id, update: { isActive: false } }) { id } }`,
      { id: createOneObject.id },
      other,
    )
    await remove("deleteOneObject", createOneObject.id)
    expect(await viewsOf(createOneObject, other)).toEqual([])
  })
})

describe("a view of one's own", () => {
  test("is created with its defaults, changed, and deleted", async () => {
    const company = (await objects()).get("company")!
    const all = `type key position visibility openRecordIn isCustom isCompact shouldHideEmptyGroups isActive viewFieldGroups { id } createdAt`
    const made = await create(minimal(company.id), me, `id ${all}`)
    expect(made).toMatchObject({
      type: "TABLE",
      key: null,
      position: 0,
      visibility: "WORKSPACE",
      openRecordIn: "SIDE_PANEL",
      isCustom: true,
      isCompact: false,
      shouldHideEmptyGroups: false,
      isActive: true,
      viewFieldGroups: [],
    })
    const { updateView } = await ask<{ updateView: object }>(
      `mutation ($id: String!) { updateView(id: $id, input: { name: "Ours", position: 2.5 }) { name position icon } }`,
      { id: made.id },
    )
    expect(updateView).toEqual({ name: "Ours", position: 2.5, icon: "IconStar" })
    expect(await ask(`mutation ($id: String!) { deleteView(id: $id) }`, { id: made.id })).toEqual({ deleteView: true })
    expect(await ask(`query ($id: String!) { getView(id: $id) { id } }`, { id: made.id })).toEqual({ getView: null })
    const again = await me.metadata(`mutation ($id: String!) { destroyView(id: $id) }`, { id: made.id })
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND", subCode: "VIEW_NOT_FOUND" })
  })

  test("has fields, filters in groups, sorts and groups", async () => {
    const deal = (await objects()).get("opportunity")!
    const { id: viewId } = await create(
      minimal(deal.id, { type: "KANBAN", mainGroupByFieldMetadataId: fieldId(deal, "stage") }),
    )
    const name = fieldId(deal, "name")
    const stage = fieldId(deal, "stage")
    const made = await ask<Record<string, { id: string }[] & { id: string }>>(
      `mutation ($viewId: UUID!, $name: UUID!, $stage: UUID!) {
        createManyViewFields(inputs: [{ viewId: $viewId, fieldMetadataId: $name }, { viewId: $viewId, fieldMetadataId: $stage, position: 1, size: 99, isVisible: false }]) { id position size isVisible isOverridden }
        createViewFilterGroup(input: { viewId: $viewId, logicalOperator: OR }) { id logicalOperator }
        createViewFilter(input: { viewId: $viewId, fieldMetadataId: $stage, operand: IS, value: ["NEW"] }) { id value operand }
        createViewSort(input: { viewId: $viewId, fieldMetadataId: $name }) { id direction }
      }`,
      { viewId, name, stage },
    )
    expect(made.createManyViewFields).toMatchObject([
      { position: 0, size: 0, isVisible: true, isOverridden: false },
      { position: 1, size: 99, isVisible: false },
    ])
    expect(made.createViewFilter).toMatchObject({ value: ["NEW"], operand: "IS" })
    expect(made.createViewSort).toMatchObject({ direction: "ASC" })
    const filter = made.createViewFilter!.id
    const { updateViewFilter } = await ask<{ updateViewFilter: object }>(
      `mutation ($id: UUID!, $group: UUID!) { updateViewFilter(input: { id: $id, update: { viewFilterGroupId: $group, value: ["WON"] } }) { value viewFilterGroupId } }`,
      { id: filter, group: made.createViewFilterGroup!.id },
    )
    expect(updateViewFilter).toEqual({ value: ["WON"], viewFilterGroupId: made.createViewFilterGroup!.id })
    const { getViewGroups } = await ask<{ getViewGroups: { id: string }[] }>(
      `query ($viewId: String) { getViewGroups(viewId: $viewId) { id fieldValue } }`,
      { viewId },
    )
    expect(getViewGroups).toHaveLength(7)
    expect(
      await ask(
        `mutation ($a: UUID!, $b: UUID!, $sort: UUID!, $filter: UUID!, $group: String!, $field: UUID!) {
          updateManyViewGroups(inputs: [{ id: $a, update: { position: 9 } }, { id: $b, update: { isVisible: false } }]) { position isVisible }
          deleteViewSort(input: { id: $sort })
          destroyViewFilter(input: { id: $filter }) { id }
          deleteViewFilterGroup(id: $group)
          deleteViewField(input: { id: $field }) { id deletedAt }
        }`,
        {
          a: getViewGroups[0]!.id,
          b: getViewGroups[1]!.id,
          sort: made.createViewSort!.id,
          filter,
          group: made.createViewFilterGroup!.id,
          field: made.createManyViewFields![1]!.id,
        },
      ),
    ).toMatchObject({
      updateManyViewGroups: [{ position: 9 }, { isVisible: false }],
      deleteViewSort: true,
      destroyViewFilter: { id: filter },
      deleteViewFilterGroup: true,
    })
  })

  test.each([
    [{ objectMetadataId: crypto.randomUUID() }, "no such object"],
    [{ type: "KANBAN" }, "a board by nothing"],
    [{ type: "CALENDAR" }, "a calendar of nothing"],
    [{ key: "INDEX" }, "a second view of everything"],
  ])("%o is refused: %s", async (wrong) => {
    const company = (await objects()).get("company")!
    const answer = await me.metadata(`mutation ($input: CreateViewInput!) { createView(input: $input) { id } }`, {
      input: minimal(company.id, wrong),
    })
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "INVALID_VIEW_DATA" })
  })

  test("has sections that its fields are in; a destroyed one lets go of them", async () => {
    const company = (await objects()).get("company")!
    const { id: viewId } = await create(minimal(company.id, { type: "FIELDS_WIDGET" }))
    const { createManyViewFieldGroups: groups } = await ask<{ createManyViewFieldGroups: { id: string }[] }>(
      `mutation ($v: UUID!) { createManyViewFieldGroups(inputs: [{ viewId: $v, name: "General" }, { viewId: $v, name: "More", position: 1 }]) { id } }`,
      { v: viewId },
    )
    const [general, more] = groups.map(({ id }) => id)
    const { createViewField: field } = await ask<{ createViewField: { id: string } }>(
      `mutation ($v: UUID!, $f: UUID!, $g: UUID!) { createViewField(input: { viewId: $v, fieldMetadataId: $f, viewFieldGroupId: $g }) { id viewFieldGroupId } }`,
      { v: viewId, f: fieldId(company, "name"), g: general },
    )
    await ask(
      `mutation ($id: UUID!, $g: UUID!) { updateViewField(input: { id: $id, update: { viewFieldGroupId: $g } }) { id } }`,
      { id: field.id, g: more },
    )
    const shown = `viewFieldGroups { id name viewFields { id } }`
    const sections = [
      { id: general, name: "General", viewFields: [] },
      { id: more, name: "More", viewFields: [{ id: field.id }] },
    ]
    expect(
      await ask<object>(
        `query ($v: String!) { getView(id: $v) { ${shown} } getViewFieldGroups(viewId: $v) { id name viewFields { id } } }`,
        { v: viewId },
      ),
    ).toEqual({ getView: { viewFieldGroups: sections }, getViewFieldGroups: sections })
    const { updateViewFieldGroup } = await ask<{ updateViewFieldGroup: object }>(
      `mutation ($g: UUID!) { updateViewFieldGroup(input: { id: $g, update: { name: "Else", isVisible: false } }) { name isVisible viewFields { id } } }`,
      { g: more },
    )
    expect(updateViewFieldGroup).toEqual({ name: "Else", isVisible: false, viewFields: [{ id: field.id }] })
    await ask(`mutation ($g: UUID!) { deleteViewFieldGroup(input: { id: $g }) { id deletedAt } }`, { g: general })
    await ask(`mutation ($g: UUID!) { destroyViewFieldGroup(input: { id: $g }) { id } }`, { g: more })
    expect(
      await ask<object>(`query ($v: String!) { getView(id: $v) { ${shown} viewFields { viewFieldGroupId } } }`, {
        v: viewId,
      }),
    ).toEqual({ getView: { viewFieldGroups: [], viewFields: [{ viewFieldGroupId: null }] } })
    const other = await create(minimal(company.id))
    const refused = await me.metadata(
      `mutation ($g: UUID!) { updateViewFieldGroup(input: { id: $g, update: { name: "x" } }) { id } }`,
      { g: other.id },
    )
    expect(refused.errors?.[0]?.extensions.subCode).toBe("VIEW_FIELD_GROUP_NOT_FOUND")
  })

  test.each([
    ["TABLE", "closeDate", true],
    ["TABLE", "company", true],
    ["TABLE", "stage", true],
    ["TABLE", "name", false],
    ["KANBAN", "closeDate", false],
    ["KANBAN", "stage", true],
  ])("a %s is grouped by %s: %p", async (type, field, isAllowed) => {
    const deal = (await objects()).get("opportunity")!
    const answer = await me.metadata<{ createView: object | null }>(
      `mutation ($input: CreateViewInput!) { createView(input: $input) { mainGroupByGranularity viewGroups { id } } }`,
      {
        input: minimal(deal.id, {
          type,
          mainGroupByFieldMetadataId: fieldId(deal, field),
          mainGroupByGranularity: "QUARTER",
        }),
      },
    )
    if (!isAllowed) expect(answer.errors?.[0]?.extensions).toMatchObject({ subCode: "INVALID_VIEW_DATA" })
    else
      expect(answer.data.createView).toMatchObject({
        mainGroupByGranularity: "QUARTER",
        viewGroups: field === "stage" ? expect.arrayContaining([expect.anything()]) : [],
      })
  })

  test("a field of another object is refused", async () => {
    const known = await objects()
    const { id: viewId } = await create(minimal(known.get("company")!.id))
    const answer = await me.metadata(
      `mutation ($viewId: UUID!, $id: UUID!) { createViewField(input: { viewId: $viewId, fieldMetadataId: $id }) { id } }`,
      { viewId, id: fieldId(known.get("person")!, "name") },
    )
    expect(answer.errors?.[0]?.extensions.subCode).toBe("INVALID_VIEW_DATA")
  })

  test("answers to the names before 2026", async () => {
    const company = (await objects()).get("company")!
    const { createCoreView } = await ask<{ createCoreView: { id: string } }>(
      `mutation ($input: CreateViewInput!) { createCoreView(input: $input) { id } }`,
      { input: minimal(company.id) },
    )
    const { id } = createCoreView
    await ask(
      `mutation ($viewId: ID!, $f: ID!) { createCoreViewField(input: { viewId: $viewId, fieldMetadataId: $f }) { id } }`,
      { viewId: id, f: fieldId(company, "name") },
    )
    expect(await ask(`query ($id: ID!) { getCoreView(id: $id) { name viewFields { isVisible } } }`, { id })).toEqual({
      getCoreView: { name: "Mine", viewFields: [{ isVisible: true }] },
    })
    const { getCoreViews } = await ask<{ getCoreViews: object[] }>(`{ getCoreViews(viewTypes: [KANBAN]) { type } }`)
    expect(getCoreViews.length).toBeGreaterThanOrEqual(2)
    expect(await ask(`mutation ($id: ID!) { destroyCoreView(id: $id) }`, { id })).toEqual({ destroyCoreView: true })
  })
})

describe("who may", () => {
  test("an unlisted view is its creator's; the workspace's take the right to them; others see nothing", async () => {
    const company = (await objects()).get("company")!
    const { id } = await create(minimal(company.id, { visibility: "UNLISTED" }))
    const shared = await create(minimal(company.id))
    const stranger = await app.signUp()
    expect(await ask(`query ($id: String!) { getView(id: $id) { id } }`, { id: shared.id }, stranger)).toEqual({
      getView: null,
    })
    const { services } = app
    const setRight = async (right: boolean) => {
      await services.db.query(
        `update core.role set "canAccessAllTools" = ${right} where "workspaceId" = '${me.workspaceId}' and label = 'Admin'`,
      )
      await services.db.query(
        `update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = '${me.workspaceId}'`,
      )
    }
    await setRight(false)
    const refused = await me.metadata(`mutation ($input: CreateViewInput!) { createView(input: $input) { id } }`, {
      input: minimal(company.id),
    })
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: "FORBIDDEN",
      subCode: "VIEW_CREATE_PERMISSION_DENIED",
    })
    const overRest = await me.rest("POST", "/metadata/views", minimal(company.id))
    expect(overRest).toEqual({
      status: 400,
      body: {
        statusCode: 400,
        error: "Error",
        messages: ["You do not have permission to create workspace-level views"],
        code: "VIEW_CREATE_PERMISSION_DENIED",
      },
    })
    expect((await me.rest("PATCH", `/metadata/views/${shared.id}`, { name: "x" })).status).toBe(400)
    expect((await me.rest("DELETE", `/metadata/views/${shared.id}`)).status).toBe(400)
    expect((await me.rest("PATCH", `/metadata/views/${id}`, { visibility: "WORKSPACE" })).status).toBe(400)
    expect(await me.rest("PATCH", `/metadata/views/${id}`, { name: "Still mine" })).toMatchObject({ status: 200 })
    const own = await create(minimal(company.id, { visibility: "UNLISTED" }))
    await services.db.query(
      `update core.view set "createdByUserWorkspaceId" = gen_random_uuid() where id = '${own.id}'`,
    )
    expect((await me.rest("GET", `/metadata/views/${own.id}`)).status).toBe(404)
    expect((await me.rest("GET", `/metadata/viewFields?viewId=${own.id}`)).body).toEqual([])
    await setRight(true)
  })
})

describe("over REST", () => {
  test("views and their parts are created, listed, changed and deleted", async () => {
    const company = (await objects()).get("company")!
    const listed = await me.rest("GET", `/metadata/views?objectMetadataId=${company.id}`)
    expect(listed.status).toBe(200)
    expect(listed.body[0]).toMatchObject({ name: "All Companies", key: "INDEX", deletedAt: null })
    expect(listed.body[0].createdAt).toMatch(/^\d{4}-.*Z$/)
    const made = await me.rest("POST", "/metadata/views", minimal(company.id))
    expect(made).toMatchObject({ status: 201, body: { name: "Mine", type: "TABLE", viewFields: [] } })
    const viewId = made.body.id
    const bodies = {
      viewFields: { viewId, fieldMetadataId: fieldId(company, "name") },
      viewFilters: { viewId, fieldMetadataId: fieldId(company, "name"), operand: "CONTAINS", value: "a" },
      viewSorts: { viewId, fieldMetadataId: fieldId(company, "name"), direction: "DESC" },
      viewGroups: { viewId, fieldValue: "x" },
      viewFilterGroups: { viewId },
      viewFieldGroups: { viewId, name: "General" },
    }
    for (const [path, body] of Object.entries(bodies)) {
      const part = await me.rest("POST", `/metadata/${path}`, body)
      expect(part).toMatchObject({ status: 201, body })
      expect((await me.rest("GET", `/metadata/${path}?viewId=${viewId}`)).body).toEqual([part.body])
      expect((await me.rest("GET", `/metadata/${path}`)).body.length).toBeGreaterThanOrEqual(1)
      expect((await me.rest("GET", `/metadata/${path}/${part.body.id}`)).body).toEqual(part.body)
      expect((await me.rest("PATCH", `/metadata/${path}/${part.body.id}`, {})).status).toBe(200)
      expect((await me.rest("DELETE", `/metadata/${path}/${part.body.id}`)).body).toEqual({ success: true })
      expect((await me.rest("GET", `/metadata/${path}/${part.body.id}`)).status).toBe(404)
    }
    const wrong = await me.rest("POST", "/metadata/viewSorts", { ...bodies.viewSorts, direction: "UP" })
    expect(wrong).toMatchObject({ status: 400, body: { messages: [expect.stringContaining("ASC, DESC")] } })
    expect((await me.rest("DELETE", `/metadata/views/${viewId}`)).body).toEqual({ success: true })
    expect((await me.rest("GET", `/metadata/views/${viewId}`)).status).toBe(404)
    expect((await me.rest("GET", "/metadata/views/x")).status).toBe(400)
  })
})
