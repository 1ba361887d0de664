/**
 * Random questions about random records of random objects, over GraphQL and REST, compared with what the oracle works out
 * in memory.
 */
import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import { createTestApp, type Member, type TestApp } from "./app.ts"
import { createModel, type Model } from "./fuzz-model.ts"
import {
  find,
  livingRelated,
  objectOf,
  partsOf,
  shown,
  sorted,
  type ModelObject,
  type Stored,
  type World,
} from "./oracle.ts"
import { aggregatesOf, groupRecords, total } from "./oracle-totals.ts"
import { operators, type Test } from "./oracle-values.ts"
import { modelPlan, records, type RandomRecord } from "./random-model.ts"
import { question, type Question } from "./random-questions.ts"
import { restFilter, restOrder } from "./rest-query.ts"

export interface FuzzOptions {
  runs: number
  seed: number
  /** what the oracle takes operators to mean */
  operators?: Readonly<Record<string, Test>>
  /** is the smallest difference looked for, or the first one enough? */
  shrinks?: boolean
}

export interface FuzzResult {
  runs: number
  models: number
  /** answers that were compared */
  answers: number
  /** what was found; null for none */
  difference: string | null
}

const runsPerModel = 25

export async function fuzzRecords({
  runs,
  seed,
  operators: meaning = operators,
  shrinks = true,
}: FuzzOptions): Promise<FuzzResult> {
  const app = await createTestApp()
  const plans = fc.sample(modelPlan, { seed, numRuns: Math.ceil(runs / runsPerModel) })
  const fuzz: Fuzz = { app, answers: 0, operators: meaning }
  try {
    const models: Model[] = []
    for (const plan of plans) models.push(await createModel(app, plan))
    const result = await fc.check(property(fuzz, models), { seed, numRuns: runs, endOnFailure: !shrinks })
    return { runs: result.numRuns, models: models.length, answers: fuzz.answers, difference: describe(result) }
  } finally {
    await app.close()
  }
}

/** What differed, after shrinking, and the records that it takes. */
function describe({
  failed,
  errorInstance,
  counterexample,
  seed,
  counterexamplePath,
}: fc.RunDetails<[Run]>): string | null {
  if (!failed) return null
  const { data, deleted } = counterexample![0]
  const inputs = Object.entries(data).map(
    ([name, made]) => `${name}: ${JSON.stringify(made.map(({ input }) => input))}`,
  )
  return [
    String(errorInstance),
    ...inputs,
    `deleted: ${String(deleted)}`,
    `seed ${seed}, path ${counterexamplePath}`,
  ].join("\n")
}

export interface Fuzz {
  app: TestApp
  answers: number
  operators: Readonly<Record<string, Test>>
}

interface Run {
  model: Model
  data: Record<string, RandomRecord[]>
  deleted: boolean[]
  questions: Question[]
}

function property(fuzz: Fuzz, models: readonly Model[]) {
  const run = fc.nat({ max: models.length - 1 }).chain((at) => {
    const model = models[at]!
    return fc.record<Run>({
      // Printed by its place, not by its many fields.
      model: fc.constant(Object.assign(model, { [fc.toStringMethod]: () => `model ${at}` })),
      data: records(model.main, model.other),
      deleted: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      questions: fc.array(question(model.main, model.other), { minLength: 1, maxLength: 4 }),
    })
  })
  return fc.asyncProperty(run, async ({ model, data, deleted, questions }) => {
    const world = await fillWorld(fuzz, model, data, deleted)
    for (const each of questions) {
      await askGraphql(fuzz, world, model.me, each)
      await askRest(fuzz, world, model.me, each)
    }
  })
}

export function same(fuzz: Fuzz, what: string, actual: unknown, expected: unknown): void {
  fuzz.answers++
  // As JSON, which knows neither undefined nor prototypes.
  if (isDeepStrictEqual(actual, JSON.parse(JSON.stringify(expected)))) return
  throw new Error(`${what}\n  is     ${JSON.stringify(actual)}\n  not    ${JSON.stringify(expected)}`)
}

// --- records --------------------------------------------------------------------------------------------------------

/** Everything in one request: the former records go, the new ones come, some of them are deleted. */
export async function fillWorld(
  fuzz: Fuzz,
  model: Model,
  data: Run["data"],
  deleted: readonly boolean[],
): Promise<World> {
  const { main, other, me } = model
  const isDeleted = (_: RandomRecord, i: number) => i % 3 === 1 && deleted[i % deleted.length]!
  const names = [main, other].map((object) => ({
    object,
    type: capital(object.singular),
    types: capital(object.plural),
  }))
  const variables: Record<string, unknown> = {}
  for (const { object } of names) {
    const made = data[object.singular]!
    variables[`all_${object.singular}`] = made.map(({ input }) => input)
    variables[`gone_${object.singular}`] = made.filter(isDeleted).map(({ stored }) => stored.id)
  }
  const declared = names.map(
    ({ object, type }) => `$all_${object.singular}: [${type}CreateInput!]!, $gone_${object.singular}: [UUID!]`,
  )
  const steps = [
    ...names.map(({ types }) => `destroy${types}(filter: { id: { is: NOT_NULL } }) { id }`),
    ...names
      .toReversed()
      .map(({ object, types }) => `create${types}(data: $all_${object.singular}) { ${selection(object, null)} }`),
    // An empty list of ids is refused.
    ...names
      .filter(({ object }) => (variables[`gone_${object.singular}`] as string[]).length > 0)
      .map(({ object, types }) => `delete${types}(filter: { id: { in: $gone_${object.singular} } }) { id deletedAt }`),
  ]
  const answer = await ask(me, `mutation (${declared.join(", ")}) { ${steps.join("\n")} }`, variables)
  const world: World = { objects: model.objects, operators: fuzz.operators, records: {} }
  for (const { object, types } of names) {
    const stored = data[object.singular]!.map((each) => each.stored)
    same(
      fuzz,
      `create${types}`,
      answer[`create${types}`],
      stored.map((record) => shown(object, record)),
    )
    const gone = (answer[`delete${types}`] ?? []) as { id: string; deletedAt: string }[]
    const goneAt = new Map(gone.map(({ id, deletedAt }) => [id, deletedAt]))
    const kept = stored.map((record) => ({ ...record, deletedAt: goneAt.get(record.id) ?? null }) as Stored)
    ;(world.records as Record<string, Stored[]>)[object.singular] = kept
  }
  return world
}

export const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1)

type Data = Record<string, unknown>

export async function ask(me: Member, query: string, variables: Data): Promise<Data> {
  const { data, errors } = await me.graphql(query, variables)
  if (!errors) return data
  throw new Error(`${errors.map((error) => error.message).join("; ")}\n${query}\n${JSON.stringify(variables)}`)
}

// --- GraphQL --------------------------------------------------------------------------------------------------------

/** Every value of a record. @param nested argument text of the lists in it; null to leave relations out */
export function selection(object: ModelObject, nested: string | null): string {
  const fields = object.fields.map((field) => {
    if (field.type === "FILES") return `${field.name} { label fileId extension }`
    return field.leaf ? field.name : `${field.name} { ${Object.keys(partsOf(field)).join(" ")} }`
  })
  const ones = object.relations.filter((relation) => relation.kind === "one")
  const joins = ones.map((relation) => relation.join)
  const lists = object.relations
    .filter((relation) => relation.kind === "many")
    .map((relation) => `${relation.name}${nested} { totalCount edges { node { id } } }`)
  const relations = nested === null ? [] : [...ones.map((relation) => `${relation.name} { id }`), ...lists]
  return ["id", ...fields, ...joins, ...relations].join(" ")
}

export async function askGraphql(fuzz: Fuzz, world: World, me: Member, asked: Question): Promise<void> {
  const object = objectOf(world, asked.object)
  const all = sorted(world, object, find(world, object, asked.filter), asked.orderBy)
  const nested = `(filter: $nestedFilter, orderBy: $nestedOrder, first: $nestedFirst)`
  const type = capital(object.singular)
  const main = capital(world.objects[0]!.singular)
  const query = `query (
    $filter: ${type}FilterInput, $orderBy: [${type}OrderByInput], $first: Int, $last: Int, $after: String, $before: String, $offset: Int,
    $nestedFilter: ${main}FilterInput, $nestedOrder: [${main}OrderByInput], $nestedFirst: Int
  ) {
    ${object.plural}(filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before, offset: $offset) {
      ${asked.totals.join(" ")}
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { ${selection(object, nested)} } }
    }
  }`
  const variables = {
    filter: asked.filter,
    orderBy: asked.orderBy,
    nestedFilter: asked.nested.filter,
    nestedOrder: asked.nested.orderBy,
    nestedFirst: asked.nested.first,
  }
  let cursor: string | null = null
  for (const page of pagesOf(asked, all)) {
    const answer = await ask(me, query, { ...variables, ...page.window(cursor) })
    const connection = answer[object.plural] as Connection
    const what = `GraphQL ${object.plural} ${JSON.stringify({ ...asked, groups: undefined })} ${page.name}`
    same(
      fuzz,
      what,
      connection.edges.map((edge) => edge.node),
      page.records.map((record) => withRelations(world, object, record, asked)),
    )
    sameTotals(fuzz, what, object, asked.totals, connection, all)
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = connection.pageInfo
    same(fuzz, `${what} pageInfo`, { hasNextPage, hasPreviousPage }, page.info)
    same(fuzz, `${what} cursors`, [startCursor, endCursor], edgesOf(connection.edges.map((edge) => edge.cursor)))
    cursor = asked.page.way === "backward" ? startCursor : endCursor
  }
  await askGroups(fuzz, world, me, asked)
}

const edgesOf = (cursors: readonly string[]) => [cursors[0] ?? null, cursors.at(-1) ?? null]

interface Connection extends Data {
  edges: { cursor: string; node: Data }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

interface ExpectedPage {
  name: string
  records: readonly Stored[]
  info: { hasNextPage: boolean; hasPreviousPage: boolean }
  window(cursor: string | null): Data
}

/** Up to three pages, each behind the one before it. */
function pagesOf({ page: { way, size, offset } }: Question, all: readonly Stored[]): ExpectedPage[] {
  const starts = way === "offset" ? [offset] : [0, size, 2 * size].filter((start) => start === 0 || start < all.length)
  return starts.map((start) => {
    const [from, to] = way === "backward" ? [all.length - start - size, all.length - start] : [start, start + size]
    const window = {
      forward: (after: string | null) => ({ first: size, after: start === 0 ? null : after }),
      backward: (before: string | null) => ({ last: size, before: start === 0 ? null : before }),
      offset: () => ({ first: size, offset }),
    }[way]
    return {
      name: `${way} from ${start}`,
      records: all.slice(Math.max(from, 0), Math.max(to, 0)),
      info: { hasNextPage: to < all.length, hasPreviousPage: from > 0 },
      window,
    }
  })
}

function withRelations(world: World, object: ModelObject, record: Stored, { nested }: Question): Data {
  const values = shown(object, record)
  for (const relation of object.relations) {
    const target = objectOf(world, relation.target)
    if (relation.kind === "one") {
      const other = livingRelated(world, relation, record)
      values[relation.name] = other ? { id: other.id } : null
      continue
    }
    const related = find(world, target, nested.filter).filter((other) => other[relation.join] === record.id)
    const first = sorted(world, target, related, nested.orderBy).slice(0, nested.first)
    values[relation.name] = { totalCount: related.length, edges: first.map(({ id }) => ({ node: { id } })) }
  }
  return values
}

/** Averages and shares are rounded; everything else is exact. */
function sameTotals(
  fuzz: Fuzz,
  what: string,
  object: ModelObject,
  names: readonly string[],
  actual: Data,
  all: readonly Stored[],
): void {
  const aggregates = new Map(aggregatesOf(object).map((each) => [each.name, each]))
  for (const name of names) {
    const aggregate = aggregates.get(name)
    sameTotal(fuzz, `${what} ${name}`, actual[name], aggregate ? total(aggregate, all) : all.length)
  }
}

function sameTotal(fuzz: Fuzz, what: string, actual: unknown, expected: string | number | null): void {
  const isRounded = /(avg|percentage)\w+$/.test(what)
  const isClose =
    typeof actual === "number" &&
    typeof expected === "number" &&
    Math.abs(actual - expected) <= Math.abs(expected) * 1e-12
  if ((isRounded && isClose) || (isBeyond(actual) && isBeyond(expected))) fuzz.answers++
  else same(fuzz, what, actual, expected)
}

/** The wire's digits go on where JavaScript's numbers end. */
const isBeyond = (value: unknown) => typeof value === "number" && !Number.isFinite(value)

async function askGroups(fuzz: Fuzz, world: World, me: Member, { object: singular, groups }: Question): Promise<void> {
  const object = objectOf(world, singular)
  const type = capital(object.singular)
  const query = `query (
    $groupBy: [${type}GroupByInput!]!, $filter: ${type}FilterInput, $orderBy: [${type}OrderByWithGroupByInput],
    $orderByForRecords: [${type}OrderByInput], $limit: Int, $offset: Int, $first: Int
  ) {
    ${object.plural}GroupBy(
      groupBy: $groupBy, filter: $filter, orderBy: $orderBy, orderByForRecords: $orderByForRecords, limit: $limit,
      offsetForRecords: $offset, first: $first
    ) { groupByDimensionValues ${groups.totals.join(" ")} edges { node { id } } }
  }`
  const { records: shownRecords, groupBy, filter, orderBy, limit } = groups
  const answer = await ask(me, query, {
    groupBy,
    filter,
    orderBy,
    limit,
    orderByForRecords: shownRecords.orderBy,
    offset: shownRecords.offset,
    first: shownRecords.first,
  })
  const actual = answer[`${object.plural}GroupBy`] as (Connection & { groupByDimensionValues: unknown[] })[]
  const expected = groupRecords(world, object, groups)
  const what = `GraphQL ${object.plural}GroupBy ${JSON.stringify(groups)}`
  same(
    fuzz,
    what,
    actual.map(({ groupByDimensionValues, edges }) => [groupByDimensionValues, edges.map((edge) => edge.node.id)]),
    expected.map((group) => [group.groupByDimensionValues, group.records]),
  )
  expected.forEach((group, i) => {
    for (const name of groups.totals) sameTotal(fuzz, `${what} ${name}`, actual[i]![name], group.totals[name]!)
  })
}

// --- REST -----------------------------------------------------------------------------------------------------------

export async function askRest(fuzz: Fuzz, world: World, me: Member, asked: Question): Promise<void> {
  const object = objectOf(world, asked.object)
  await askRestList(fuzz, world, me, object, asked)
  await askRestGroups(fuzz, world, me, object, asked)
}

const relationNames = (world: World) =>
  new Set(world.objects.flatMap((object) => object.relations.map((relation) => relation.name)))

async function get(me: Member, path: string, query: Record<string, string | null>): Promise<Data> {
  const given = Object.entries(query).filter((each): each is [string, string] => each[1] !== null && each[1] !== "")
  const { status, body } = await me.rest("GET", `${path}?${new URLSearchParams(given).toString()}`)
  if (status === 200) return body
  throw new Error(`REST ${status} ${JSON.stringify(body)}\n${path} ${JSON.stringify(query)}`)
}

async function askRestList(fuzz: Fuzz, world: World, me: Member, object: ModelObject, asked: Question): Promise<void> {
  const filter = restFilter(asked.filter, relationNames(world))
  // There is no offset over REST, and the last page is not there without a cursor.
  if (filter === null || asked.page.way !== "forward") return
  const all = sorted(world, object, find(world, object, asked.filter), asked.orderBy)
  let cursor: string | null = null
  for (const page of pagesOf(asked, all)) {
    const answer = await get(me, `/${object.plural}`, {
      filter,
      order_by: restOrder(asked.orderBy),
      limit: String(asked.page.size),
      depth: "1",
      starting_after: cursor,
    })
    const what = `REST ${object.plural} ${JSON.stringify({ filter, order: restOrder(asked.orderBy) })} ${page.name}`
    const found = (answer.data as Record<string, Data[]>)[object.plural]!
    const expected = page.records.map((record) => atDepthOne(world, object, record))
    same(
      fuzz,
      what,
      found.map((record, i) => restView(object, record, Object.keys(expected[i] ?? {}))),
      expected,
    )
    const { hasNextPage, hasPreviousPage, endCursor } = answer.pageInfo as Connection["pageInfo"]
    same(fuzz, what, { total: answer.totalCount, hasNextPage, hasPreviousPage }, { total: all.length, ...page.info })
    cursor = endCursor
  }
}

/** The members that the oracle knows; of related records, who they are. */
function restView(object: ModelObject, record: Data, names: readonly string[]): Data {
  const view = Object.fromEntries(names.map((name) => [name, record[name]]))
  for (const { name, kind } of object.relations) {
    const related = record[name]
    if (kind === "one") view[name] = related ? { id: (related as Data).id } : related
    else view[name] = (related as Data[]).map(({ id }) => id)
  }
  // Addresses of files are made anew for each request.
  for (const { name, type } of object.fields) {
    if (type === "FILES") view[name] = (view[name] as Data[] | null)?.map(withoutAddress) ?? null
  }
  return view
}

const withoutAddress = ({ label, fileId, extension }: Data) => ({ label, fileId, extension })

function atDepthOne(world: World, object: ModelObject, record: Stored): Data {
  const values = shown(object, record)
  for (const relation of object.relations) {
    const other = relation.kind === "one" ? livingRelated(world, relation, record) : undefined
    if (relation.kind === "one") values[relation.name] = other ? { id: other.id } : null
    else {
      const target = objectOf(world, relation.target)
      const related = find(world, target, {}).filter((each) => each[relation.join] === record.id)
      values[relation.name] = sorted(world, target, related, []).map(({ id }) => id)
    }
  }
  return values
}

async function askRestGroups(fuzz: Fuzz, world: World, me: Member, object: ModelObject, { groups }: Question) {
  const filter = restFilter(groups.filter, relationNames(world))
  if (filter === null) return
  const actual = (await get(me, `/${object.plural}/groupBy`, {
    filter,
    group_by: JSON.stringify(groups.groupBy),
    order_by: JSON.stringify(groups.orderBy),
    aggregate: JSON.stringify(groups.totals),
    limit: String(groups.limit),
    include_records_sample: "true",
    order_by_for_records: JSON.stringify(groups.records.orderBy),
  })) as unknown as (Data & { records: Data[] })[]
  // A sample has eight records, and no window.
  const expected = groupRecords(world, object, { ...groups, records: { ...groups.records, offset: 0, first: 8 } })
  const what = `REST ${object.plural} groupBy ${filter} ${JSON.stringify(groups)}`
  same(
    fuzz,
    what,
    actual.map((group) => [group.groupByDimensionValues, group.records.map(({ id }) => id)]),
    expected.map((group) => [group.groupByDimensionValues, group.records]),
  )
  expected.forEach((group, i) => {
    for (const name of groups.totals) {
      // Totals are texts here.
      const text = actual[i]![name] as string | null
      const value = group.totals[name]!
      sameTotal(fuzz, `${what} ${name}`, typeof value === "number" && text !== null ? Number(text) : text, value)
    }
  })
}
