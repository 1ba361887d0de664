/**
 * Random questions and writes by people with random roles. What somebody with a role is answered must be what the oracle
 * works out from a world in which everything withheld does not exist; and what they write must change the whole world
 * only as their rights say.
 */
import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import type { Access } from "../../src/records/access.ts"
import { accessOf } from "../../src/records/compile-access.ts"
import {
  createAsker,
  isHidden,
  isNamed,
  passes,
  rights,
  seenObjects,
  seenWorld,
  type Asker,
  type Rights,
  type SeenObject,
} from "./access-model.ts"
import { createTestApp, type GraphqlAnswer, type Member, type TestApp } from "./app.ts"
import { createModel, type Model } from "./fuzz-model.ts"
import {
  find,
  matches,
  objectOf,
  partsOf,
  shown,
  type Filter,
  type ModelObject,
  type Stored,
  type World,
} from "./oracle.ts"
import { operators } from "./oracle-values.ts"
import { modelPlan, records, type RandomRecord } from "./random-model.ts"
import { question, type Question } from "./random-questions.ts"
import { valueOf, type RandomValue } from "./random-values.ts"
import { ask, askGraphql, askRest, capital, fillWorld, same, type Fuzz } from "./records-fuzz.ts"

export interface AccessFuzzOptions {
  /** stop after so many answers */
  cases: number
  seed: number
  /** takes something away from the access that a role was compiled to */
  weaken?: (access: Access) => void
  /** that there is a difference is enough: it need not be the smallest */
  quick?: boolean
}

export interface AccessFuzzResult {
  roles: number
  cases: number
  /** of those, how many were refusals */
  refusals: number
  /** the smallest difference that was found; null for none */
  difference: string | null
}

const modelsPerSeed = 4

export async function fuzzAccess({ cases, seed, weaken, quick = false }: AccessFuzzOptions): Promise<AccessFuzzResult> {
  const app = await createTestApp({ env: { API_RATE_LIMIT: "0" } })
  const fuzz: AccessFuzz = { app, answers: 0, operators, refusals: 0, roles: 0, weaken }
  const plans = fc.sample(modelPlan, { seed, numRuns: quick ? 1 : modelsPerSeed })
  try {
    const worlds: Setting[] = []
    for (const plan of plans) {
      const model = await createModel(app, plan)
      await setCriteria(app, model)
      worlds.push({ model, asker: await createAsker(app, model) })
    }
    let difference: string | null = null
    for (let round = 0; difference === null && fuzz.answers < cases; round++) {
      const result = await fc.check(property(fuzz, worlds), { seed: seed + round, numRuns: 20, endOnFailure: quick })
      if (result.failed) difference = `${String(result.errorInstance)}\n${fc.stringify(result.counterexample)}`
    }
    return { roles: fuzz.roles, cases: fuzz.answers, refusals: fuzz.refusals, difference }
  } finally {
    await app.close()
  }
}

interface AccessFuzz extends Fuzz {
  refusals: number
  roles: number
  weaken: AccessFuzzOptions["weaken"]
}

interface Setting {
  model: Model
  asker: Asker
}

interface Run {
  setting: Setting
  data: Record<string, RandomRecord[]>
  deleted: boolean[]
  rights: Rights
  /** about what is seen */
  questions: Question[]
  /** about anything, so that now and then they touch what is hidden */
  bold: Question[]
  writes: Write[]
}

function property(fuzz: AccessFuzz, settings: readonly Setting[]) {
  const run = fc.nat({ max: settings.length - 1 }).chain((at) => {
    const setting = settings[at]!
    const { model } = setting
    return rights(model).chain((granted) => {
      const [main, other = main] = seenObjects(model, granted) as [SeenObject, SeenObject?]
      return fc.record<Run>({
        setting: fc.constant(Object.assign(setting, { [fc.toStringMethod]: () => `model ${at}` })),
        data: records(model.main, model.other),
        deleted: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        rights: fc.constant(granted),
        questions: fc.array(question(main, other), { minLength: 1, maxLength: 3 }),
        bold: fc.array(question(model.main, model.other), { minLength: 2, maxLength: 4 }),
        writes: fc.array(writeTo(model, main, other), { minLength: 5, maxLength: 10, size: "max" }),
      })
    })
  })
  return fc.asyncProperty(run, async ({ setting, data, deleted, rights: granted, questions, bold, writes }) => {
    const { model, asker } = setting
    const world = await fillWorld(fuzz, model, data, deleted)
    await asker.setRole(granted)
    fuzz.roles++
    await weaken(fuzz, asker.member)
    const seen = seenWorld(world, model, granted)
    for (const each of questions) {
      await askGraphql(fuzz, seen, asker.member, each)
      await askRest(fuzz, seen, asker.member, each)
    }
    await askKeys(fuzz, seen, asker.member)
    await askSearch(fuzz, seen, model, asker.member, granted)
    await askLines(fuzz, seen, asker.member)
    await askDuplicates(fuzz, world, seen, model, asker.member)
    await askMetadata(fuzz, world, asker.member)
    for (const each of bold) await askBoldly(fuzz, model, asker.member, granted, each)
    for (const each of writes) await tryWrite(fuzz, world, model, asker.member, granted, each)
  })
}

/** The access is kept with the role and the schema, so that what is changed here is what the requests meet. */
async function weaken({ app, weaken }: AccessFuzz, member: Member): Promise<void> {
  if (!weaken) return
  await member.graphql("{ __typename }")
  const { principals, schemas, tokens } = app.services
  const principal = await principals.reload(await tokens.verify(member.token, ["ACCESS"]))
  weaken(accessOf(principal, await schemas.reload(member.workspaceId)))
}

// --- what REST shows ------------------------------------------------------------------------------------------------

/** Every member of what REST shows is one that is seen: nothing else may be there, at any depth. */
async function askKeys(fuzz: AccessFuzz, seen: World, member: Member): Promise<void> {
  for (const object of seen.objects) {
    const { status, body } = await member.rest("GET", `/${object.plural}?depth=1`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    const hidden = body.data[object.plural].flatMap((record: Record<string, unknown>) => strange(seen, object, record))
    same(fuzz, `REST ${object.plural} members`, hidden, [])
  }
}

const everywhere = new Set([
  "id",
  "createdAt",
  "updatedAt",
  "deletedAt",
  "position",
  "createdBy",
  "updatedBy",
  "searchVector",
])
/** What every object is related to beside the model's own. */
const platform = /^(timelineActivities|attachments|noteTargets|taskTargets|favorites)$/

function strange(seen: World, object: ModelObject, record: Record<string, unknown>): string[] {
  const relations = new Map(object.relations.map((each) => [each.name, each]))
  const known = new Set([
    ...everywhere,
    ...object.fields.map(({ name }) => name),
    ...object.relations.map(({ name }) => name),
    ...(object as SeenObject).joins,
  ])
  const own = Object.keys(record).filter((key) => !known.has(key) && !platform.test(key))
  const inner = Object.entries(record).flatMap(([key, value]) => {
    const relation = relations.get(key)
    if (!relation || typeof value !== "object" || value === null) return []
    const target = objectOf(seen, relation.target)
    return [value].flat().flatMap((each) => strange(seen, target, each as Record<string, unknown>))
  })
  return [...own, ...inner]
}

// --- search ---------------------------------------------------------------------------------------------------------

/** Where no field is hidden, what is found is what an admin finds among what is seen; otherwise nothing beyond that. */
async function askSearch(fuzz: AccessFuzz, seen: World, model: Model, member: Member, granted: Rights): Promise<void> {
  const objects = seen.objects.map((object) => object.singular)
  const find = async (who: Member, input: string) => {
    const query = `query ($input: String!, $objects: [String!]) { search(searchInput: $input, includedObjectNameSingulars: $objects, limit: 100) { edges { node { recordId } } } }`
    const answer = await ask(who, query, { input, objects })
    return (answer.search as { edges: { node: { recordId: string } }[] }).edges
      .map(({ node }) => node.recordId)
      .toSorted()
  }
  const visible = new Set(objects.flatMap((name) => seen.records[name]!.map(({ id }) => id)))
  const isWhole = model.objects.every((object) =>
    object.fields.every(({ name }) => !isHidden(granted, `${object.singular}.${name}`)),
  )
  for (const input of ["a", "ab", "strasse"]) {
    const [all, found] = [await find(model.me, input), await find(member, input)]
    const expected = all.filter((id) => visible.has(id))
    same(
      fuzz,
      `search ${input}`,
      isWhole ? found : found.filter((id) => !expected.includes(id)),
      isWhole ? expected : [],
    )
  }
}

// --- duplicates, streams of lines, the data model -------------------------------------------------------------------

/** Fields by whose values records are judged the same; each is enough. */
const criteriaOf = (object: ModelObject) =>
  object.fields.filter(({ type }) => ["TEXT", "NUMBER", "SELECT"].includes(type)).slice(0, 4)

/** No API sets them for objects of one's own. */
async function setCriteria(app: TestApp, { me, main }: Model): Promise<void> {
  const criteria = criteriaOf(main).map(({ name }) => [name])
  await app.services.db.query(
    `update core."objectMetadata" set "duplicateCriteria" = $1::jsonb where "workspaceId" = $2::uuid and "nameSingular" = $3`,
    [JSON.stringify(criteria), me.workspaceId, main.singular],
  )
  await app.services.db.query(
    `update core.workspace set "metadataVersion" = "metadataVersion" + 1 where id = $1::uuid`,
    [me.workspaceId],
  )
}

/** Of each record those among what is seen that have the same in a field that is seen; of what is not seen, none. */
async function askDuplicates(fuzz: AccessFuzz, world: World, seen: World, model: Model, member: Member): Promise<void> {
  const object = seen.objects.find(({ singular }) => singular === model.main.singular)
  if (!object) return
  const criteria = criteriaOf(model.main)
    .map(({ name }) => name)
    .filter((name) => object.fields.some((field) => field.name === name))
  const all = world.records[object.singular]!.slice(0, 8)
  const query = `query ($ids: [UUID!]) { ${object.singular}Duplicates(ids: $ids) { edges { node { id } } } }`
  const answer = await ask(member, query, { ids: all.map(({ id }) => id) })
  const found = answer[`${object.singular}Duplicates`] as { edges: { node: { id: string } }[] }[]
  const alive = seen.records[object.singular]!.filter((record) => record.deletedAt === null)
  const subjects = all.flatMap(({ id }) => alive.filter((record) => record.id === id))
  same(
    fuzz,
    `${query} of ${JSON.stringify(all.map(({ id }) => id))}`,
    found.map(({ edges }) => edges.map(({ node }) => node.id).toSorted()),
    subjects.map((subject) => duplicatesOf(seen, object, criteria, subject)),
  )
}

function duplicatesOf(seen: World, object: ModelObject, criteria: readonly string[], subject: Stored): string[] {
  const wanted = criteria.flatMap((name) => {
    const value = subject[name]
    return value === null || value === undefined || value === "" ? [] : [{ [name]: { eq: value } }]
  })
  if (wanted.length === 0) return []
  const found = find(seen, object, { or: wanted }).filter(({ id }) => id !== subject.id)
  return found.map(({ id }) => id).toSorted()
}

/** Each line is a record that is seen, with the members that are seen; there is one for each. */
async function askLines(fuzz: AccessFuzz, seen: World, member: Member): Promise<void> {
  for (const object of seen.objects) {
    const headers = { authorization: `Bearer ${member.token}`, accept: "application/x-ndjson" }
    const response = await fuzz.app.request(`/rest/${object.plural}`, { headers })
    const lines = (await response.text()).split("\n").filter((line) => line !== "")
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const alive = seen.records[object.singular]!.filter((record) => record.deletedAt === null)
    same(
      fuzz,
      `lines of ${object.plural}`,
      records.map(({ id }) => String(id)).toSorted(),
      alive.map(({ id }) => id).toSorted(),
    )
    same(
      fuzz,
      `members of lines of ${object.plural}`,
      records.flatMap((each) => strange(seen, object, each)),
      [],
    )
  }
}

/** What is told of the data model tells of no record. */
async function askMetadata(fuzz: AccessFuzz, world: World, member: Member): Promise<void> {
  const { data, errors } = await member.metadata(
    `{ objects(paging: { first: 200 }) { edges { node { nameSingular isActive fieldsList { name type defaultValue options settings } } } } getViews { id name } }`,
  )
  if (errors) throw new Error(JSON.stringify(errors))
  const text = JSON.stringify(data)
  const ids = Object.values(world.records).flatMap((records) => records.map(({ id }) => id))
  same(
    fuzz,
    "records in the data model",
    ids.filter((id) => text.includes(id)),
    [],
  )
}

// --- what is hidden -------------------------------------------------------------------------------------------------

/** A question that touches what is hidden is refused, and says no more than that. */
async function askBoldly(
  fuzz: AccessFuzz,
  model: Model,
  member: Member,
  granted: Rights,
  asked: Question,
): Promise<void> {
  const object = objectOf({ objects: model.objects, records: {} }, asked.object)
  const type = capital(object.singular)
  const { filter, orderBy, totals } = asked
  const attempts: [string, unknown[]][] = [
    [`query ($filter: ${type}FilterInput) { ${object.plural}(filter: $filter) { totalCount } }`, [filter]],
    [
      `query ($orderBy: [${type}OrderByInput]) { ${object.plural}(orderBy: $orderBy) { edges { node { id } } } }`,
      [orderBy],
    ],
    [`query { ${object.plural} { ${totals.join(" ")} } }`, []],
    [
      `query ($groupBy: [${type}GroupByInput!]!) { ${object.plural}GroupBy(groupBy: $groupBy) { totalCount } }`,
      [asked.groups.groupBy],
    ],
  ]
  for (const [i, [query, mentioned]] of attempts.entries()) {
    const touches =
      granted.unread.includes(object.singular) ||
      mentioned.some((each) => mentionsHidden(model, granted, object, each)) ||
      (i === 2 && totals.some((name) => isTotalOfHidden(granted, object, name)))
    const answer = await member.graphql(query, { filter, orderBy, groupBy: asked.groups.groupBy })
    const code = codeOf(answer)
    if (touches) fuzz.refusals++
    same(fuzz, `${query} ${JSON.stringify(mentioned)} is refused`, code ?? "no", touches ? "PERMISSION_DENIED" : "no")
    if (touches) same(fuzz, "what a refusal says", isPlainRefusal(answer), true)
  }
}

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

function isPlainRefusal({ data, errors }: GraphqlAnswer<unknown>): boolean {
  const { message } = errors![0]!
  const isKnown =
    /^Entity performing the request does not have permission(: no permission to (read|write) field "\w+" on "\w+"|: the record is not among those that the role may change)?$/
  return (
    (data === null || data === undefined || isDeepStrictEqual(Object.values(data), [null])) && isKnown.test(message)
  )
}

/** In a filter, an order or a dimension, at any depth. */
function mentionsHidden(model: Model, granted: Rights, object: ModelObject, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => mentionsHidden(model, granted, object, each))
  if (typeof value !== "object" || value === null) return false
  return Object.entries(value).some(([key, inner]) => {
    if (["and", "or", "not"].includes(key)) return mentionsHidden(model, granted, object, inner)
    const relation = object.relations.find(({ name, join, kind }) => name === key || (kind === "one" && join === key))
    if (isHidden(granted, `${object.singular}.${relation?.name ?? key}`)) return true
    if (relation?.name !== key) return false
    if (granted.unread.includes(relation.target)) return true
    const target = model.objects.find(({ singular }) => singular === relation.target)!
    return mentionsHidden(model, granted, target, inner)
  })
}

function isTotalOfHidden(granted: Rights, object: ModelObject, total: string): boolean {
  return object.fields.some(({ name, leaf, type }) => {
    if (!isHidden(granted, `${object.singular}.${name}`)) return false
    const parts = leaf ? [""] : ["", ...Object.keys(partsOf({ name, leaf, type })).map(capital)]
    const rest =
      /^(countUniqueValues|countEmpty|countNotEmpty|percentageEmpty|percentageNotEmpty|countTrue|countFalse|avg|min|max|sum)(.*)$/.exec(
        total,
      )?.[2]
    return parts.some((part) => rest === `${capital(name)}${part}`)
  })
}

// --- writes ---------------------------------------------------------------------------------------------------------

type Write =
  | { kind: "update"; at: number; field: string; value: RandomValue }
  | { kind: "point"; at: number; relation: string; to: number }
  | { kind: "updateMany"; filter: Filter; field: string; value: RandomValue }
  | { kind: "delete" | "restore" | "destroy"; at: number }
  | { kind: "create"; record: RandomRecord }
  /** only tried: what would come of it is shown, and nothing changes */
  | { kind: "merge"; at: number; to: number }
  | { kind: "upsert"; at: number; field: string; value: RandomValue }

function writeTo(model: Model, seenMain: ModelObject, seenOther: ModelObject): fc.Arbitrary<Write> {
  const at = fc.nat({ max: 20 })
  const change = fc.oneof(
    ...model.main.fields
      .filter(({ leaf, type }) => leaf && type !== "FILES")
      .map((field) => valueOf(field).map((value) => ({ field: field.name, value }))),
  )
  const ones = model.main.relations.filter(({ kind }) => kind === "one").map(({ name }) => name)
  return fc.oneof(
    fc.tuple(at, change).map(([place, changed]): Write => ({ kind: "update", at: place, ...changed })),
    fc.tuple(at, change).map(([place, changed]): Write => ({ kind: "upsert", at: place, ...changed })),
    fc.record({ kind: fc.constant("point" as const), at, relation: fc.constantFrom(...ones), to: at }),
    fc
      .tuple(
        question(seenMain, seenOther).filter((each) => each.object === seenMain.singular),
        change,
      )
      .map(([{ filter }, changed]): Write => ({ kind: "updateMany", filter, ...changed })),
    fc.record({ kind: fc.constant("merge" as const), at, to: at }),
    fc.record({ kind: fc.constantFrom("delete" as const, "restore" as const, "destroy" as const), at }),
    records(model.main, model.other)
      .filter((made) => made[model.main.singular]!.length > 0)
      .map((made): Write => ({ kind: "create", record: alone(model.main, made[model.main.singular]![0]!) })),
  )
}

/** Without relations, which may lead to what is gone, and without files, which belong to whoever uploaded them. */
function alone(object: ModelObject, { input, stored }: RandomRecord): RandomRecord {
  const joins = object.relations.filter(({ kind }) => kind === "one").map(({ join }) => join)
  const files = object.fields.filter(({ type }) => type === "FILES").map(({ name }) => name)
  const nothing = Object.fromEntries([...joins, ...files].map((name) => [name, null]))
  return { input: { ...input, ...nothing }, stored: { ...stored, ...nothing } as Stored }
}

/** What a write must come to: a code, or the records of the main object as they are afterwards. */
type Outcome = { code: string } | { records: readonly Stored[] }

async function tryWrite(
  fuzz: AccessFuzz,
  world: World,
  model: Model,
  member: Member,
  granted: Rights,
  write: Write,
): Promise<void> {
  const { main } = model
  const before = world.records[main.singular]!
  const record = "at" in write ? before[write.at % Math.max(before.length, 1)] : undefined
  if ("at" in write && !record) return
  const attempt = request(world, model, write, record)
  if (!attempt) return
  const answer = await member.graphql(attempt.query, attempt.variables)
  const expected = outcome(world, model, granted, write, record, attempt.id)
  const what = `${attempt.query} ${JSON.stringify(attempt.variables)}`
  if ("code" in expected) {
    fuzz.refusals++
    same(fuzz, what, codeOf(answer), expected.code)
  } else same(fuzz, what, answer.errors ?? [], [])
  const after = "records" in expected ? expected.records : before
  ;(world.records as Record<string, readonly Stored[]>)[main.singular] = after
  const found = await everything(model)
  const plain = (each: Stored) => [each.id, each.deletedAt !== null, withoutFiles(main, shown(main, each))]
  same(fuzz, `${what} leaves`, found, after.toSorted(byId).map(plain))
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

async function everything({ me, main }: Model): Promise<unknown[]> {
  const fields = main.fields
    .filter(({ type }) => type !== "FILES")
    .map((field) => (field.leaf ? field.name : `${field.name} { ${Object.keys(partsOf(field)).join(" ")} }`))
  const joins = main.relations.filter(({ kind }) => kind === "one").map(({ join }) => join)
  const answer = await ask(
    me,
    `{ ${main.plural}(filter: { or: [{ deletedAt: { is: NULL } }, { deletedAt: { is: NOT_NULL } }] }, first: 1000) { edges { node { id deletedAt ${[...fields, ...joins].join(" ")} } } } }`,
    {},
  )
  const { edges } = answer[main.plural] as { edges: { node: Record<string, unknown> & { id: string } }[] }
  return edges
    .map(({ node }) => node)
    .toSorted(byId)
    .map(({ deletedAt, ...values }) => [values.id, deletedAt !== null, values])
}

function withoutFiles(object: ModelObject, values: Record<string, unknown>) {
  const files = new Set(object.fields.filter(({ type }) => type === "FILES").map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !files.has(name)))
}

interface Attempt {
  query: string
  variables: Record<string, unknown>
  /** of what is created or pointed at */
  id: string | null
}

function request(world: World, { main }: Model, write: Write, record: Stored | undefined): Attempt | null {
  const type = capital(main.singular)
  switch (write.kind) {
    case "update":
      return {
        query: `mutation ($id: UUID!, $data: ${type}UpdateInput!) { update${type}(id: $id, data: $data) { id } }`,
        variables: { id: record!.id, data: { [write.field]: write.value.input } },
        id: null,
      }
    case "point": {
      const relation = main.relations.find(({ name }) => name === write.relation)!
      const targets = world.records[relation.target]!
      const target = targets[write.to % Math.max(targets.length, 1)]
      if (!target) return null
      return {
        query: `mutation ($id: UUID!, $data: ${type}UpdateInput!) { update${type}(id: $id, data: $data) { id } }`,
        variables: { id: record!.id, data: { [relation.join]: target.id } },
        id: target.id,
      }
    }
    case "merge": {
      const all = world.records[main.singular]!
      const second = all[write.to % all.length]!
      if (second.id === record!.id) return null
      return {
        query: `mutation ($ids: [UUID!]!) { merge${capital(main.plural)}(ids: $ids, conflictPriorityIndex: 0, dryRun: true) { id } }`,
        variables: { ids: [record!.id, second.id] },
        id: second.id,
      }
    }
    case "updateMany":
      // Without any condition everything would be meant, which is refused.
      if (JSON.stringify(write.filter).replaceAll(/"(and|or|not)"|[[\]{}:,]/g, "") === "") return null
      return {
        query: `mutation ($filter: ${type}FilterInput!, $data: ${type}UpdateInput!) { update${capital(main.plural)}(filter: $filter, data: $data) { id } }`,
        variables: { filter: write.filter, data: { [write.field]: write.value.input } },
        id: null,
      }
    case "upsert":
      return {
        query: `mutation ($data: ${type}CreateInput!) { create${type}(data: $data, upsert: true) { id } }`,
        variables: { data: { id: record!.id, [write.field]: write.value.input } },
        id: null,
      }
    case "delete":
    case "restore":
    case "destroy":
      return {
        query: `mutation ($id: UUID!) { ${write.kind}${type}(id: $id) { id } }`,
        variables: { id: record!.id },
        id: null,
      }
    case "create": {
      const id = crypto.randomUUID()
      const { id: _, ...input } = write.record.input
      return {
        query: `mutation ($data: ${type}CreateInput!) { create${type}(data: $data) { id } }`,
        variables: { data: { ...input, id } },
        id,
      }
    }
  }
}

const denied: Outcome = { code: "PERMISSION_DENIED" }
const missing: Outcome = { code: "RECORD_NOT_FOUND" }

function outcome(
  world: World,
  model: Model,
  granted: Rights,
  write: Write,
  record: Stored | undefined,
  id: string | null,
): Outcome {
  const { main } = model
  const before = world.records[main.singular]!
  const sees = (each: Stored, inWorld = world) => passes(inWorld, main, each, granted.see[main.singular])
  const edits = (each: Stored, inWorld = world) =>
    sees(each, inWorld) && passes(inWorld, main, each, granted.edit[main.singular])
  const mayWrite = (name: string) => {
    const path = `${main.singular}.${name}`
    return !isHidden(granted, path) && !isNamed(granted.fixed, path)
  }
  // A statement sees other records as they were before it.
  const replaced = (changed: readonly Stored[]): Outcome => {
    const byIds = new Map(changed.map((each) => [each.id, each]))
    return { records: before.map((each) => byIds.get(each.id) ?? each) }
  }
  const found = (each: Stored): Outcome | null => (sees(each) ? (edits(each) ? null : denied) : missing)
  switch (write.kind) {
    case "update": {
      if (!granted.may.update || !mayWrite(write.field)) return denied
      const refusal = found(record!)
      if (refusal) return refusal
      const changed = { ...record!, [write.field]: write.value.stored } as Stored
      return edits(changed) ? replaced([changed]) : denied
    }
    case "point": {
      const relation = main.relations.find(({ name }) => name === write.relation)!
      if (!granted.may.update || !mayWrite(write.relation) || granted.unread.includes(relation.target)) return denied
      const refusal = found(record!)
      if (refusal) return refusal
      const target = model.objects.find(({ singular }) => singular === relation.target)!
      const pointed = world.records[relation.target]!.find((each) => each.id === id)!
      if (!passes(world, target, pointed, granted.see[relation.target])) return { code: "INVALID_ARGS_DATA" }
      const changed = { ...record!, [relation.join]: id } as Stored
      return edits(changed) ? replaced([changed]) : denied
    }
    case "merge": {
      const content = [...main.fields, ...main.relations.filter(({ kind }) => kind === "one")]
      const isWhole = content.every(({ name }) => mayWrite(name))
      if (!granted.may.update || !granted.may.destroy || !isWhole) return denied
      const both = [record!, before.find((each) => each.id === id)!]
      return both.every((each) => sees(each) && each.deletedAt === null) ? { records: before } : missing
    }
    case "updateMany": {
      if (!granted.may.update || !mayWrite(write.field)) return denied
      const seen = seenWorld(world, model, granted)
      const matching = foundBy(seen, main, write.filter)
      const changed = matching
        .filter((each) => edits(each))
        .map((each) => ({ ...each, [write.field]: write.value.stored }) as Stored)
      return changed.every((each) => edits(each)) ? replaced(changed) : denied
    }
    case "upsert": {
      if (!granted.may.create || !granted.may.update || !mayWrite(write.field)) return denied
      // The id is taken by a record that is not seen: nothing more is said than that.
      if (!sees(record!)) return { code: "INVALID_ARGS_DATA" }
      if (record!.deletedAt !== null && !granted.may.delete) return denied
      if (!edits(record!)) return denied
      const changed = { ...record!, deletedAt: null, [write.field]: write.value.stored } as Stored
      return edits(changed) ? replaced([changed]) : denied
    }
    case "delete":
    case "restore": {
      if (!granted.may.delete) return denied
      const refusal = found(record!)
      if (refusal) return refusal
      const deletedAt = write.kind === "delete" ? (record!.deletedAt ?? new Date().toISOString()) : null
      return replaced([{ ...record!, deletedAt }])
    }
    case "destroy": {
      if (!granted.may.destroy) return denied
      const refusal = found(record!)
      if (refusal) return refusal
      return {
        records: withoutPointers(
          model,
          before.filter((each) => each !== record),
          record!.id,
        ),
      }
    }
    case "create": {
      const names = Object.keys(write.record.input).filter((name) => name !== "id")
      const fields = names.map((name) => main.relations.find(({ join }) => join === name)?.name ?? name)
      if (!granted.may.create || !fields.every(mayWrite)) return denied
      const made = { ...write.record.stored, id: id!, deletedAt: null } as Stored
      return edits(made) ? { records: [...before, made] } : denied
    }
  }
}

/** Bulk writes find what is deleted as well. */
function foundBy(seen: World, main: ModelObject, filter: Filter): Stored[] {
  const object = objectOf(seen, main.singular)
  return seen.records[main.singular]!.filter((record) => matches(seen, object, record, filter))
}

/** Relations to what is destroyed are let go of. */
function withoutPointers({ main }: Model, records: readonly Stored[], id: string): Stored[] {
  const joins = main.relations
    .filter(({ kind, target }) => kind === "one" && target === main.singular)
    .map(({ join }) => join)
  return records.map((each) => {
    const gone = joins.filter((join) => each[join] === id).map((join) => [join, null])
    return gone.length > 0 ? ({ ...each, ...Object.fromEntries(gone) } as Stored) : each
  })
}
