/** The wire of /metadata, fact by fact: what is asked, and what has to come back. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const ids: Record<string, string> = {}

/** Names in capitals stand for ids that were found out before: `$ROCKET`. */
const withIds = (query: string) => query.replaceAll(/\$([A-Z][A-Z_]+)/g, (_, name: string) => `"${ids[name]}"`)

const run = <T = Record<string, never>>(query: string): Promise<GraphqlAnswer<T>> => me.metadata<T>(withIds(query))

async function made(name: string, query: string): Promise<void> {
  const { data, errors } = await run<Record<string, { id: string }>>(query)
  expect(errors).toBeUndefined()
  ids[name] = Object.values(data)[0]!.id
}

const names = (name: string, more = "") =>
  `nameSingular: "${name}", namePlural: "${name}s", labelSingular: "${name}", labelPlural: "${name}s"${more}`

const createObject = (input: string, parts = "id") =>
  `mutation { createOneObject(input: { object: { ${input} } }) { ${parts} } }`

const createField = (input: string, parts = "id", object = "$ROCKET") =>
  `mutation { createOneField(input: { field: { objectMetadataId: ${object}, ${input} } }) { ${parts} } }`

const updateField = (id: string, update: string, parts = "id") =>
  `mutation { updateOneField(input: { id: ${id}, update: { ${update} } }) { ${parts} } }`

const updateObject = (id: string, update: string, parts = "id") =>
  `mutation { updateOneObject(input: { id: ${id}, update: { ${update} } }) { ${parts} } }`

const options = (list: string) => `options: [${list}]`
const option = (value: string, position: number, more = "") =>
  `{ value: "${value}", label: "${value}", position: ${position}, color: "red"${more} }`

const relation = (payload: string, more = "") => `type: RELATION${more}, relationCreationPayload: { ${payload} }`

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const { data } = await run<{
    objects: { edges: { node: { id: string; nameSingular: string; fieldsList: { id: string; name: string }[] } }[] }
  }>(`{ objects(paging: { first: 1000 }) { edges { node { id nameSingular fieldsList { id name } } } } }`)
  for (const { node } of data.objects.edges) {
    const key = node.nameSingular.toUpperCase()
    ids[key] = node.id
    for (const field of node.fieldsList) ids[`${key}_${field.name.toUpperCase()}`] = field.id
  }
  await made("ROCKET", createObject(names("rocket")))
  const { data: rocket } = await run<{ object: { fieldsList: { id: string; name: string }[] } }>(
    `{ object(id: $ROCKET) { fieldsList { id name } } }`,
  )
  for (const field of rocket.object.fieldsList) ids[`ROCKET_${field.name.toUpperCase()}`] = field.id
  await made("QTY", createField(`type: NUMBER, name: "qty", label: "Qty"`))
  await made("STAGE", createField(`type: SELECT, name: "stage", label: "Stage", ${options(option("NEW", 0))}`))
  await made("PRICE", createField(`type: CURRENCY, name: "price", label: "Price"`))
  await made(
    "OWNER",
    createField(
      relation(
        `type: "MANY_TO_ONE", targetObjectMetadataId: $PERSON, targetFieldLabel: "Owned rockets", targetFieldIcon: "I"`,
        `, name: "owner", label: "Owner"`,
      ),
    ),
  )
  await made(
    "HOLDER",
    createField(
      `type: MORPH_RELATION, name: "holder", label: "Holder", morphRelationsCreationPayload: [
        { type: "MANY_TO_ONE", targetObjectMetadataId: $PERSON, targetFieldLabel: "Held rockets", targetFieldIcon: "I" },
        { type: "MANY_TO_ONE", targetObjectMetadataId: $COMPANY, targetFieldLabel: "Held rockets", targetFieldIcon: "I" }]`,
    ),
  )
  await made("VIEW", `mutation { createView(input: { name: "V", icon: "I", objectMetadataId: $ROCKET }) { id } }`)
  await made(
    "HOOK",
    `mutation { createWebhook(input: { targetUrl: "https://example.com", operations: ["*.*"] }) { id } }`,
  )
})

afterAll(() => app.close())

/** What is asked, and what is in the answer. */
type Fact = [fact: string, query: string, data: object]

const facts: [string, Fact[]][] = [
  [
    "1. objects",
    [
      [
        "a page has ten unless more is asked",
        `{ objects { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor } } }`,
        {
          objects: {
            edges: Array.from({ length: 10 }, (_, i) => ({ cursor: btoa(`arrayconnection:${i}`) })),
            pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: btoa("arrayconnection:0") },
          },
        },
      ],
      [
        "first: 1001 is accepted, and filters combine",
        `{ objects(paging: { first: 1001 }, filter: { isCustom: { is: true }, isActive: { is: true } }) { edges { node { nameSingular isCustom dataSourceId } } } }`,
        { objects: { edges: [{ node: { nameSingular: "rocket", isCustom: true, dataSourceId: null } }] } },
      ],
      [
        "or, in and not in",
        `{ objects(filter: { or: [{ id: { eq: $ROCKET } }, { id: { in: [$COMPANY] } }], isSystem: { isNot: true }, id: { notIn: [$COMPANY] } }) { edges { node { nameSingular } } } }`,
        { objects: { edges: [{ node: { nameSingular: "rocket" } }] } },
      ],
      [
        "ids compare like text",
        `{ objects(filter: { id: { like: "%", notILike: "x%", gte: $ROCKET, lte: $ROCKET } }) { edges { node { nameSingular } } } }`,
        { objects: { edges: [{ node: { nameSingular: "rocket" } }] } },
      ],
      [
        "a new object answers with its defaults",
        `{ object(id: $ROCKET) { isLabelSyncedWithName isSearchable isSystem isRemote isActive color shortcut labelIdentifierFieldMetadataId isUICreatable isUIEditable isUIReadOnly } }`,
        {
          object: {
            isLabelSyncedWithName: false,
            isSearchable: true,
            isSystem: false,
            isRemote: false,
            isActive: true,
            color: "",
            shortcut: null,
            isUICreatable: true,
            isUIEditable: true,
            isUIReadOnly: false,
          },
        },
      ],
      [
        "its fields, the label not a system field",
        `{ object(id: $ROCKET) { fields(paging: { first: 3 }, filter: { isSystem: { is: false } }) { edges { node { name isSystem } } } } }`,
        { object: { fields: { edges: expect.arrayContaining([{ node: { name: "name", isSystem: false } }]) } } },
      ],
      [
        "its lists of what is attached to it",
        `{ object(id: $ROCKET) { fieldsList { name relation { type targetObjectMetadata { nameSingular } targetFieldMetadata { name } } } } }`,
        {
          object: {
            fieldsList: expect.arrayContaining(
              ["timelineActivity", "attachment", "noteTarget", "taskTarget"].map((nameSingular) =>
                expect.objectContaining({
                  relation: {
                    type: "ONE_TO_MANY",
                    targetObjectMetadata: { nameSingular },
                    targetFieldMetadata: { name: "target" },
                  },
                }),
              ),
            ),
          },
        },
      ],
      [
        "createdBy of custom objects",
        `{ field(id: $ROCKET_CREATEDBY) { defaultValue type isSystem } }`,
        { field: { defaultValue: { name: "''", source: "'MANUAL'" }, type: "ACTOR", isSystem: true } },
      ],
      [
        "its indexes as a list and as a connection",
        `{ object(id: $ROCKET) { indexMetadataList { indexType isUnique status } indexMetadatas(paging: { first: 1 }) { pageInfo { hasNextPage } } } }`,
        {
          object: {
            indexMetadataList: expect.arrayContaining([{ indexType: "GIN", isUnique: false, status: "READY" }]),
            indexMetadatas: { pageInfo: { hasNextPage: true } },
          },
        },
      ],
      [
        "the fields in which the search looks",
        `{ object(id: $ROCKET) { searchFieldMetadataList { fieldMetadataId } } }`,
        { object: { searchFieldMetadataList: expect.arrayContaining([{ fieldMetadataId: expect.any(String) }]) } },
      ],
      [
        "how many records there are",
        `{ objectRecordCounts { objectNamePlural totalCount } }`,
        { objectRecordCounts: expect.arrayContaining([{ objectNamePlural: "rockets", totalCount: 0 }]) },
      ],
      [
        "the least that a client needs to begin with",
        `{ minimalMetadata { objectMetadataItems { nameSingular isSystem } views { key type objectMetadataId } } }`,
        {
          minimalMetadata: {
            objectMetadataItems: expect.arrayContaining([{ nameSingular: "rocket", isSystem: false }]),
            views: expect.arrayContaining([expect.objectContaining({ key: "INDEX", type: "TABLE" })]),
          },
        },
      ],
      [
        "an index view called after the object, with its default fields",
        `{ getViews(objectMetadataId: $ROCKET) { name key type visibility } }`,
        {
          getViews: [
            { name: "All rockets", key: "INDEX", type: "TABLE", visibility: "WORKSPACE" },
            { name: "V", key: null, type: "TABLE", visibility: "WORKSPACE" },
          ],
        },
      ],
      [
        "a standard object can be relabelled",
        updateObject("$NOTE", `labelSingular: "Memo"`, "labelSingular nameSingular"),
        { updateOneObject: { labelSingular: "Memo", nameSingular: "note" } },
      ],
    ],
  ],
  [
    "2. fields",
    [
      [
        "settings are null where none were given",
        `{ field(id: $QTY) { settings isNullable isUnique isCustom options morphId relation { type } morphRelations { type } } }`,
        {
          field: {
            settings: null,
            isNullable: true,
            isUnique: false,
            isCustom: true,
            options: null,
            morphId: null,
            relation: null,
            morphRelations: null,
          },
        },
      ],
      [
        "what very old clients ask for",
        `{ field(id: $OWNER) { targetColumnMap fromRelationMetadata { id } toRelationMetadata { id } } }`,
        {
          field: { targetColumnMap: null, fromRelationMetadata: null, toRelationMetadata: { id: expect.any(String) } },
        },
      ],
      [
        "options get ids",
        `{ field(id: $STAGE) { options } }`,
        {
          field: {
            options: [{ id: expect.any(String), value: "NEW", label: "NEW", color: "red", position: 0 }],
          },
        },
      ],
      [
        "a relation has both sides and a join column, and empties on deletion",
        `{ field(id: $OWNER) { settings relation { type sourceFieldMetadata { name } targetObjectMetadata { namePlural } targetFieldMetadata { name } } } }`,
        {
          field: {
            settings: { relationType: "MANY_TO_ONE", onDelete: "SET_NULL", joinColumnName: "ownerId" },
            relation: {
              type: "MANY_TO_ONE",
              sourceFieldMetadata: { name: "owner" },
              targetObjectMetadata: { namePlural: "people" },
              targetFieldMetadata: { name: "ownedRockets" },
            },
          },
        },
      ],
      [
        "onDelete is not the creator's to choose",
        createField(
          relation(
            `type: "MANY_TO_ONE", targetObjectMetadataId: $COMPANY, targetFieldLabel: "Parked rockets", targetFieldIcon: "I"`,
            `, name: "park", label: "Park", settings: { onDelete: "CASCADE" }`,
          ),
          "settings",
        ),
        { createOneField: { settings: expect.objectContaining({ onDelete: "SET_NULL" }) } },
      ],
      [
        "but can be set later",
        updateField("$OWNER", `settings: { onDelete: "RESTRICT" }`, "settings"),
        {
          updateOneField: {
            settings: { relationType: "MANY_TO_ONE", onDelete: "RESTRICT", joinColumnName: "ownerId" },
          },
        },
      ],
      [
        "a morph relation shows once, with a relation for each target",
        `{ field(id: $HOLDER) { name relation { type } morphId morphRelations { sourceFieldMetadata { name } targetObjectMetadata { nameSingular } } } }`,
        {
          field: {
            name: "holder",
            relation: null,
            morphId: expect.any(String),
            morphRelations: [
              { sourceFieldMetadata: { name: "holder" }, targetObjectMetadata: { nameSingular: "person" } },
              { sourceFieldMetadata: { name: "holder" }, targetObjectMetadata: { nameSingular: "company" } },
            ],
          },
        },
      ],
      [
        "a many-to-many relation is a list of links on both sides",
        createField(
          relation(
            `type: "MANY_TO_MANY", targetObjectMetadataId: $PERSON, targetFieldLabel: "Flights", targetFieldIcon: "I"`,
            `, name: "crew", label: "Crew"`,
          ),
          "settings relation { type targetObjectMetadata { nameSingular isSystem } targetFieldMetadata { name } }",
        ),
        {
          createOneField: {
            settings: { relationType: "ONE_TO_MANY", junctionTargetFieldId: expect.any(String) },
            relation: {
              type: "ONE_TO_MANY",
              targetObjectMetadata: { nameSingular: "rocketPerson", isSystem: true },
              targetFieldMetadata: { name: "rocket" },
            },
          },
        },
      ],
      [
        "settings as given",
        createField(
          `type: NUMBER, name: "share", label: "Share", settings: { dataType: "float", decimals: 2, type: "percentage" }, defaultValue: 5`,
          "settings defaultValue",
        ),
        { createOneField: { settings: { dataType: "float", decimals: 2, type: "percentage" }, defaultValue: 5 } },
      ],
      [
        "a quoted text as default",
        createField(`type: TEXT, name: "state", label: "State", defaultValue: "'Draft'"`, "defaultValue"),
        { createOneField: { defaultValue: "'Draft'" } },
      ],
      [
        "RATING has its five options",
        createField(`type: RATING, name: "stars", label: "Stars"`, "options"),
        {
          createOneField: {
            options: [1, 2, 3, 4, 5].map((stars, position) =>
              expect.objectContaining({ value: `RATING_${stars}`, label: String(stars), position }),
            ),
          },
        },
      ],
      [
        "PHONES may be unique",
        createField(`type: PHONES, name: "line", label: "Line", isUnique: true`, "isUnique"),
        { createOneField: { isUnique: true } },
      ],
      [
        "fields of one object",
        `{ fields(paging: { first: 1000 }, filter: { objectMetadataId: { eq: $ROCKET }, isCustom: { is: true }, isActive: { is: true } }) { edges { node { name } } } }`,
        { fields: { edges: expect.arrayContaining([{ node: { name: "qty" } }, { node: { name: "holder" } }]) } },
      ],
      [
        "what a field is stays, whatever else is sent; read-only is the older word",
        updateField(
          "$QTY",
          `isSystem: true, objectMetadataId: $COMPANY, isUIReadOnly: true`,
          "isSystem objectMetadataId isUIEditable isUIReadOnly",
        ),
        { updateOneField: { isSystem: false, isUIEditable: false, isUIReadOnly: true } },
      ],
      [
        "a standard field can be relabelled",
        updateField("$COMPANY_EMPLOYEES", `label: "Heads"`, "label name"),
        { updateOneField: { label: "Heads", name: "employees" } },
      ],
    ],
  ],
  [
    "3. indexes",
    [
      [
        "one is made by hand",
        `mutation { createOneIndex(input: { index: { objectMetadataId: $ROCKET, fields: [{ fieldMetadataId: $QTY }, { fieldMetadataId: $PRICE, subFieldName: "amountMicros" }] } }) { isCustom isUnique indexType status indexFieldMetadataList { order fieldMetadataId subFieldName } } }`,
        {
          createOneIndex: {
            isCustom: true,
            isUnique: false,
            indexType: "BTREE",
            status: "READY",
            indexFieldMetadataList: [
              { order: 0, fieldMetadataId: expect.any(String), subFieldName: null },
              { order: 1, fieldMetadataId: expect.any(String), subFieldName: "amountMicros" },
            ],
          },
        },
      ],
      [
        "those made by hand are listed",
        `{ indexMetadatas(filter: { isCustom: { is: true } }) { edges { node { isCustom indexType } } } }`,
        { indexMetadatas: { edges: [{ node: { isCustom: true, indexType: "BTREE" } }] } },
      ],
    ],
  ],
  [
    "4. views",
    [
      [
        "a view has its defaults",
        `{ getView(id: $VIEW) { type key position visibility openRecordIn isCustom isCompact shouldHideEmptyGroups isActive anyFieldFilterValue mainGroupByFieldMetadataId kanbanFieldMetadataId calendarLayout createdByUserWorkspaceId viewFields { id } viewFieldGroups { id } } }`,
        {
          getView: {
            type: "TABLE",
            key: null,
            position: 0,
            visibility: "WORKSPACE",
            openRecordIn: "SIDE_PANEL",
            isCustom: true,
            isCompact: false,
            shouldHideEmptyGroups: false,
            isActive: true,
            anyFieldFilterValue: null,
            mainGroupByFieldMetadataId: null,
            kanbanFieldMetadataId: null,
            calendarLayout: null,
            createdByUserWorkspaceId: expect.any(String),
            viewFields: [],
            viewFieldGroups: [],
          },
        },
      ],
      [
        "a field of a view has its defaults",
        `mutation { createViewField(input: { viewId: $VIEW, fieldMetadataId: $QTY }) { isVisible position size aggregateOperation viewFieldGroupId isOverridden isActive deletedAt } }`,
        {
          createViewField: {
            isVisible: true,
            position: 0,
            size: 0,
            aggregateOperation: null,
            viewFieldGroupId: null,
            isOverridden: false,
            isActive: true,
            deletedAt: null,
          },
        },
      ],
      [
        "a filter of a view gives its value back as it was given",
        `mutation { a: createViewFilter(input: { viewId: $VIEW, fieldMetadataId: $STAGE, operand: IS, value: ["NEW"] }) { value operand subFieldName viewFilterGroupId } b: createViewFilter(input: { viewId: $VIEW, fieldMetadataId: $QTY, value: "12" }) { value } }`,
        {
          a: { value: ["NEW"], operand: "IS", subFieldName: null, viewFilterGroupId: null },
          b: { value: "12" },
        },
      ],
      [
        "a filter group of a view",
        `mutation { createViewFilterGroup(input: { viewId: $VIEW }) { logicalOperator parentViewFilterGroupId positionInViewFilterGroup } }`,
        {
          createViewFilterGroup: {
            logicalOperator: "AND",
            parentViewFilterGroupId: null,
            positionInViewFilterGroup: null,
          },
        },
      ],
      [
        "a sort of a view",
        `mutation { createViewSort(input: { viewId: $VIEW, fieldMetadataId: $PRICE, subFieldName: "amountMicros" }) { direction subFieldName } }`,
        { createViewSort: { direction: "ASC", subFieldName: "amountMicros" } },
      ],
      [
        "a group of a view",
        `mutation { createManyViewGroups(inputs: [{ viewId: $VIEW, fieldValue: "NEW" }]) { fieldValue isVisible position } }`,
        { createManyViewGroups: [{ fieldValue: "NEW", isVisible: true, position: 0 }] },
      ],
      [
        "a section of a view",
        `mutation { createViewFieldGroup(input: { viewId: $VIEW, name: "General" }) { name isVisible position isActive isOverridden viewFields { id } deletedAt } }`,
        {
          createViewFieldGroup: {
            name: "General",
            isVisible: true,
            position: 0,
            isActive: true,
            isOverridden: false,
            viewFields: [],
            deletedAt: null,
          },
        },
      ],
      [
        "parts are listed without a view too",
        `{ getViewSorts { direction } getViewFilterGroups { logicalOperator } getViewGroups(viewId: $VIEW) { fieldValue } }`,
        {
          getViewSorts: [{ direction: "ASC" }],
          getViewFilterGroups: [{ logicalOperator: "AND" }],
          getViewGroups: [{ fieldValue: "NEW" }],
        },
      ],
      [
        "the names before 2026",
        `{ getCoreView(id: $VIEW) { name } getCoreViewSorts(viewId: $VIEW) { direction } getCoreViewFieldGroups(viewId: $VIEW) { name } }`,
        {
          getCoreView: { name: "V" },
          getCoreViewSorts: [{ direction: "ASC" }],
          getCoreViewFieldGroups: [{ name: "General" }],
        },
      ],
      ["a part that is not there is null", `{ getViewField(id: $ROCKET) { id } }`, { getViewField: null }],
    ],
  ],
  [
    "6. keys and webhooks",
    [
      [
        "a secret is made where none is given, and an empty one stays",
        `mutation { a: createWebhook(input: { targetUrl: "https://a.test", operations: ["person.created"] }) { secret } b: createWebhook(input: { targetUrl: "https://b.test", operations: ["person.created"], secret: "" }) { secret operations } }`,
        { a: { secret: expect.stringMatching(/.{16,}/) }, b: { secret: "", operations: ["person.created"] } },
      ],
      [
        "a webhook by its id",
        `{ webhook(id: $HOOK) { operations deletedAt } }`,
        { webhook: { operations: ["*.*"], deletedAt: null } },
      ],
      [
        "and in the older form",
        `{ webhook(input: { id: $HOOK }) { operations } }`,
        { webhook: { operations: ["*.*"] } },
      ],
      [
        "a webhook is deleted in the newer form",
        `mutation { deleteWebhook(id: $HOOK) { id } }`,
        { deleteWebhook: { id: expect.any(String) } },
      ],
      ["there are no keys yet", `{ apiKeys { id } }`, { apiKeys: [] }],
    ],
  ],
  [
    "9. clients",
    [
      [
        "Zapier",
        `{ objects(paging: { first: 1000 }, filter: { isActive: { is: true } }) { edges { node { nameSingular namePlural labelSingular isCustom fields(paging: { first: 1000 }, filter: { isActive: { is: true } }) { edges { node { type name label description isNullable defaultValue targetColumnMap fromRelationMetadata { id } toRelationMetadata { id } } } } } } } }`,
        { objects: { edges: expect.arrayContaining([]) } },
      ],
      [
        "n8n",
        `{ objects(paging: { first: 200 }) { edges { node { isCustom isUIReadOnly fieldsList { id name label type isNullable isUIReadOnly isSystem options settings relation { type } } } } } }`,
        { objects: { edges: expect.arrayContaining([]) } },
      ],
    ],
  ],
]

describe.each(facts)("%s", (_, list) => {
  test.each(list)("%s", async (_, query, data) => {
    const answer = await run(query)
    expect(answer.errors).toBeUndefined()
    expect(answer.data as object).toMatchObject(data)
  })
})

/** What is asked, the code that it is refused with, and a part of what is said. */
type Refusal = [fact: string, query: string, code: string, text: string]

const invalid = "METADATA_VALIDATION_FAILED"
const aSelect = (list: string, more = "") =>
  createField(`type: SELECT, name: "choice", label: "Choice", ${options(list)}${more}`)

const refusals: [string, Refusal[]][] = [
  [
    "objects",
    [
      [
        "one that is not there",
        `{ object(id: $VIEW) { id } }`,
        "NOT_FOUND",
        "Unable to find ObjectMetadataEntity with id",
      ],
      ["a name that is taken", createObject(names("rocket")), invalid, "Object already exists"],
      [
        "one name for both",
        createObject(`nameSingular: "sheep", namePlural: "sheep", labelSingular: "S", labelPlural: "S"`),
        invalid,
        "The singular and plural names cannot be the same for an object",
      ],
      ["a reserved name", createObject(names("workspace")), invalid, "This name is reserved."],
      [
        "names out of step with labels",
        createObject(
          `nameSingular: "ship", namePlural: "ships", labelSingular: "Boat", labelPlural: "Boats", isLabelSyncedWithName: true`,
        ),
        invalid,
        "Names are not synced with labels",
      ],
      [
        "renaming a standard object",
        updateObject("$COMPANY", `nameSingular: "firm"`),
        "BAD_USER_INPUT",
        "Cannot edit standard object metadata properties: nameSingular",
      ],
      [
        "deleting a standard object",
        `mutation { deleteOneObject(input: { id: $COMPANY }) { id } }`,
        invalid,
        "tandard objects cannot be deleted",
      ],
      [
        "a label of the wrong type",
        updateObject("$ROCKET", `labelIdentifierFieldMetadataId: $QTY`),
        invalid,
        "should be of type UUID, text or full name",
      ],
      [
        "a member that is not there",
        `{ objects { edges { node { isCustm } } } }`,
        "GRAPHQL_VALIDATION_FAILED",
        'Did you mean \\"isCustom\\"',
      ],
    ],
  ],
  [
    "fields",
    [
      [
        "one that is not there",
        `{ field(id: $VIEW) { id } }`,
        "NOT_FOUND",
        "Unable to find FieldMetadataEntity with id",
      ],
      [
        "a name that is taken",
        createField(`type: TEXT, name: "qty", label: "Qty"`),
        invalid,
        'Name \\"qty\\" is not available as it is already used by another field',
      ],
      [
        "the name of a join column",
        createField(`type: TEXT, name: "ownerId", label: "O"`),
        invalid,
        "is already used by another join column name",
      ],
      [
        "the name of a part of a composite",
        createField(`type: TEXT, name: "priceAmountMicros", label: "P"`),
        invalid,
        "is reserved composite field name",
      ],
      [
        "a name of another form",
        createField(`type: TEXT, name: "Big one", label: "B"`),
        invalid,
        "Name is not valid: it must start with lowercase letter",
      ],
      ["a reserved name", createField(`type: TEXT, name: "type", label: "T"`), invalid, "This name is reserved."],
      [
        "a name out of step with its label",
        createField(`type: TEXT, name: "one", label: "Two", isLabelSyncedWithName: true`),
        invalid,
        "Name is not synced with label",
      ],
      ["NUMERIC", createField(`type: NUMERIC, name: "n", label: "N"`), invalid, "Use NUMBER instead."],
      ["POSITION", createField(`type: POSITION, name: "p", label: "P"`), invalid, "POSITION"],
      [
        "a type that there is not",
        createField(`type: RICH_TEXT_V2, name: "r", label: "R"`),
        "GRAPHQL_VALIDATION_FAILED",
        "RICH_TEXT_V2",
      ],
      ["a select without options", aSelect(""), invalid, "Options are required for enum fields"],
      [
        "an option in lower case",
        aSelect(option("red one", 0)),
        invalid,
        "Value must be in UPPER_CASE and follow snake_case",
      ],
      ["an option twice", aSelect(`${option("A", 0)}, ${option("A", 1)}`), invalid, "Duplicated option value"],
      ["a position twice", aSelect(`${option("A", 0)}, ${option("B", 0)}`), invalid, "Duplicated option position"],
      [
        "a comma in a label",
        aSelect(`{ value: "A", label: "a, b", position: 0, color: "red" }`),
        invalid,
        "Label must not contain a comma",
      ],
      [
        "a default that is no option",
        aSelect(option("A", 0), `, defaultValue: "'NOPE'"`),
        invalid,
        "must be one of the option values",
      ],
      [
        "a text default without quotes",
        createField(`type: TEXT, name: "t", label: "T", defaultValue: "Draft"`),
        invalid,
        "must be quoted",
      ],
      [
        "no default where there must be a value",
        createField(`type: NUMBER, name: "n", label: "N", isNullable: false`),
        invalid,
        "Default value cannot be null for non-nullable fields",
      ],
      [
        "files without a bound",
        createField(`type: FILES, name: "f", label: "F"`),
        invalid,
        "maxNumberOfValues must be defined in settings",
      ],
      [
        "a unique address",
        createField(`type: ADDRESS, name: "a", label: "A", isUnique: true`),
        invalid,
        "ADDRESS fields cannot be unique.",
      ],
      [
        "a unique default",
        createField(`type: TEXT, name: "t", label: "T", isUnique: true, defaultValue: "'x'"`),
        invalid,
        "TEXT fields cannot have a default value.",
      ],
      [
        "a relation to nothing",
        createField(`type: RELATION, name: "r", label: "R"`),
        invalid,
        "Relation creation payload is required",
      ],
      [
        "a morph relation to nothing",
        createField(`type: MORPH_RELATION, name: "r", label: "R", morphRelationsCreationPayload: []`),
        invalid,
        "Morph relation creation payloads are empty",
      ],
      [
        "renaming a standard field",
        updateField("$COMPANY_EMPLOYEES", `name: "heads"`),
        "FORBIDDEN",
        "Cannot edit standard field metadata properties: name",
      ],
      [
        "new targets of a morph relation",
        updateField("$HOLDER", `morphRelationsUpdatePayload: [{ type: "MANY_TO_ONE" }]`),
        "BAD_USER_INPUT",
        "delete it and create it anew",
      ],
      [
        "a morph relation from its one side",
        createField(
          `type: MORPH_RELATION, name: "many", label: "M", morphRelationsCreationPayload: [{ type: "ONE_TO_MANY", targetObjectMetadataId: $PERSON, targetFieldLabel: "X" }]`,
        ),
        invalid,
        "created from their many-to-one side",
      ],
      [
        "another rule of deletion",
        updateField("$OWNER", `settings: { onDelete: "CASCADE; DROP SCHEMA core" }`),
        invalid,
        "onDelete must be one of CASCADE",
      ],
      [
        "a unique relation",
        updateField("$OWNER", `isUnique: true`),
        "FORBIDDEN",
        "Forbidden updated properties for relation field metadata: isUnique",
      ],
      [
        "switching the label off",
        updateField("$ROCKET_NAME", `isActive: false`),
        invalid,
        "Label identifier field metadata cannot be deactivated",
      ],
      [
        "deleting a standard field",
        `mutation { deleteOneField(input: { id: $COMPANY_EMPLOYEES }) { id } }`,
        "FORBIDDEN",
        'Cannot delete standard field \\"employees\\"',
      ],
    ],
  ],
  [
    "indexes, views, webhooks",
    [
      [
        "an index of nothing",
        `mutation { createOneIndex(input: { index: { objectMetadataId: $ROCKET, fields: [] } }) { id } }`,
        invalid,
        "An index needs at least one field",
      ],
      [
        "an index on another object's field",
        `mutation { createOneIndex(input: { index: { objectMetadataId: $COMPANY, fields: [{ fieldMetadataId: $QTY }] } }) { id } }`,
        invalid,
        "belongs to another object",
      ],
      ["an index that is not there", `{ index(id: $VIEW) { id } }`, "NOT_FOUND", "Unable to find IndexMetadataEntity"],
      [
        "a section of another view",
        `mutation { createViewField(input: { viewId: $VIEW, fieldMetadataId: $PRICE, viewFieldGroupId: $VIEW }) { id } }`,
        "BAD_USER_INPUT",
        "The field group is not in this view",
      ],
      ["a view that is not there", `mutation { deleteView(id: $ROCKET) }`, "NOT_FOUND", "View not found"],
      [
        "a webhook that is not there",
        `mutation { deleteWebhook(id: $ROCKET) { id } }`,
        "NOT_FOUND",
        "WEBHOOK_NOT_FOUND",
      ],
    ],
  ],
]

describe.each(refusals)("%s that are refused", (_, list) => {
  test.each(list)("%s", async (_, query, code, text) => {
    const { errors } = await run(query)
    expect(errors?.[0]?.extensions.code).toBe(code)
    expect(JSON.stringify(errors)).toContain(text)
  })
})

test("an error of validation says what, where, and how much of it", async () => {
  const { errors } = await run(createField(`type: TEXT, name: "type", label: "T"`))
  expect(errors).toMatchObject([
    {
      message: "Multiple validation errors occurred while creating field",
      extensions: {
        code: invalid,
        errors: {
          fieldMetadata: [
            {
              status: "fail",
              type: "create",
              metadataName: "fieldMetadata",
              flatEntityMinimalInformation: { name: "type" },
              errors: [{ code: "INVALID_FIELD_INPUT", userFriendlyMessage: expect.any(String), value: "type" }],
            },
          ],
        },
        summary: { totalErrors: 1, fieldMetadata: 1 },
        message: "Validation failed for 1 fieldMetadata",
      },
    },
  ])
})
