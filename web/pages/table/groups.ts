/**
 * Records under heads: a list for each value of a field, of which only what is seen is asked for. How many there are in each
 * comes with one request for all.
 */
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals"
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { objectTypeName } from "../../model/names.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { RecordList, type ListQuestion, type Rows } from "../../store/queries.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import type { GroupUnit } from "../../views/grouping.ts"
import { boundNames, dimensionOf, filterOfValue, keyOf, readValues, type GroupValue } from "./group-values.ts"

export interface Grouping {
  field: FieldModel
  /** of a date */
  unit: GroupUnit
}

export interface Group extends GroupValue {
  list: RecordList
  /** what is calculated over its records, under the names of the wire */
  totals: Readonly<Record<string, unknown>>
}

/** Where a group stands among the lines. */
interface Span {
  group: Group
  /** the line of its head */
  start: number
  /** of its records that are shown: none where it is collapsed */
  count: number
}

/** Groups of one answer; whoever has more values than these groups by something else. */
const most = 1000

interface WireGroup {
  groupByDimensionValues: unknown[]
  totalCount: number
  [name: string]: unknown
}

export class GroupedList implements Rows {
  readonly unfiltered = signal<number | null>(null)
  readonly groups = signal<readonly Group[] | null>(null)
  readonly collapsed = signal<ReadonlySet<string>>(new Set())
  readonly total = computed(
    () => this.groups.value?.reduce((sum, { list }) => sum + (list.total.value ?? 0), 0) ?? null,
  )
  readonly lines: ReadonlySignal<number | null> = computed(() => {
    const last = this.spans.value?.at(-1)
    return this.spans.value && (last ? last.start + last.count + 1 : 0)
  })
  readonly error: ReadonlySignal<ApiError | null> = computed(
    () => this.failure.value ?? this.groups.value?.find(({ list }) => list.error.value)?.list.error.value ?? null,
  )
  private readonly failure = signal<ApiError | null>(null)
  private readonly spans: ReadonlySignal<readonly Span[] | null> = computed(() => {
    let start = 0
    return (
      this.groups.value?.map((group) => {
        const count = this.collapsed.value.has(group.key) ? 0 : (group.list.total.value ?? 0)
        const span = { group, start, count }
        start += count + 1
        return span
      }) ?? null
    )
  })
  /** lists of which something was seen last */
  private seen: ReadonlySet<RecordList> = new Set()
  private names: readonly string[] = []
  private request: AbortController | undefined

  constructor(
    readonly question: ListQuestion,
    readonly grouping: Grouping,
  ) {
    void this.load()
  }

  get isNarrowed(): boolean {
    return this.question.viewFilter !== undefined
  }

  at(line: number): LiveRecord | undefined {
    const span = this.spanAt(line)
    return span && line > span.start ? span.group.list.at(line - span.start - 1) : undefined
  }

  /** The group whose head stands there. */
  headAt(line: number): Group | undefined {
    const span = this.spanAt(line)
    return span?.start === line ? span.group : undefined
  }

  /** The group that a line belongs to, and which of its records stands there; -1 for the head. */
  standAt(line: number): { group: Group; place: number } | undefined {
    const span = this.spanAt(line)
    return span && { group: span.group, place: line - span.start - 1 }
  }

  lastWith(line: number): number {
    const span = this.spanAt(line)
    return span ? span.start + span.count : line
  }

  show(first: number, last: number): void {
    const before = this.seen
    const seen = new Set<RecordList>()
    for (const { group, start, count } of this.spans.peek() ?? []) {
      const [from, to] = [Math.max(first, start + 1), Math.min(last, start + count)]
      if (from > to) continue
      seen.add(group.list)
      group.list.show(from - start - 1, to - start - 1)
    }
    this.seen = seen
    for (const list of before) if (!seen.has(list)) list.close()
  }

  refresh(): void {
    void this.load()
    for (const list of this.seen) list.refresh()
  }

  remove(gone: ReadonlySet<LiveRecord>): void {
    batch(() => {
      for (const { list } of this.groups.peek() ?? []) list.remove(gone)
    })
  }

  /** Where its value puts it; where that is not known, the server says so. */
  insert(record: LiveRecord): void {
    const value = valueOf(record, this.grouping.field.name)
    const key = value === undefined ? undefined : keyOf(this.grouping, value)
    const group = this.groups.peek()?.find((each) => each.key === key)
    if (group) group.list.insert(record)
    else this.refresh()
  }

  indexOf(record: LiveRecord): number {
    for (const { group, start, count } of this.spans.peek() ?? []) {
      const at = count > 0 ? group.list.indexOf(record) : -1
      if (at >= 0) return start + at + 1
    }
    return -1
  }

  close(): void {
    this.request?.abort()
    for (const { list } of this.groups.peek() ?? []) list.close()
  }

  toggle(key: string, isOpen = this.collapsed.peek().has(key)): void {
    const next = new Set(this.collapsed.peek())
    if (isOpen) next.delete(key)
    else next.add(key)
    this.collapsed.value = next
  }

  collapseAll(): void {
    this.collapsed.value = new Set(this.groups.peek()?.map(({ key }) => key))
  }

  expandAll(): void {
    this.collapsed.value = new Set()
  }

  /** What stands beside the heads from now on. @param names of the wire, such as sumAmountAmountMicros */
  calculate(names: readonly string[]): void {
    if (names.join() === this.names.join()) return
    this.names = names
    void this.load()
  }

  private spanAt(line: number): Span | undefined {
    const spans = this.spans.value ?? []
    let [low, high] = [0, spans.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (spans[middle]!.start <= line) low = middle + 1
      else high = middle
    }
    const span = spans[low - 1]
    return span && line <= span.start + span.count ? span : undefined
  }

  private async load(): Promise<void> {
    this.request?.abort()
    const request = new AbortController()
    this.request = request
    const { object, viewFilter } = this.question
    const { data, error } = await ask<{ groups: WireGroup[]; all?: { totalCount: number } }>("/graphql", {
      query: `query ($groupBy: [${objectTypeName(object)}GroupByInput!]!, $viewFilter: JSON, $limit: Int) {
        groups: ${object.namePlural}GroupBy(groupBy: $groupBy, viewFilter: $viewFilter, limit: $limit) {
          groupByDimensionValues totalCount ${[...new Set([...boundNames(this.grouping.field), ...this.names])].join(" ")}
        }
        ${viewFilter ? `all: ${object.namePlural}(first: 1) { totalCount }` : ""}
      }`,
      variables: { groupBy: [dimensionOf(this.grouping)], viewFilter, limit: most },
      signal: request.signal,
    })
    if (error?.kind === "aborted") return
    const values = error
      ? null
      : await readValues(
          this.grouping,
          data.groups.map((each) => each.groupByDimensionValues[0]),
        )
    if (this.request !== request) return
    this.failure.value = error ?? values?.error ?? null
    if (!data || !values?.data) return
    const answers = new Map(data.groups.map((each) => [keyOf(this.grouping, each.groupByDimensionValues[0]), each]))
    batch(() => {
      this.unfiltered.value = data.all?.totalCount ?? null
      this.groups.value = values.data.map((value) => this.groupOf(value, answers.get(value.key)))
    })
  }

  /** The list of a value stays the same one for as long as it is of the same records. */
  private groupOf(value: GroupValue, answer: WireGroup | undefined): Group {
    const count = answer?.totalCount ?? 0
    const filter = filterOfValue(this.grouping, value, answer)
    const known = this.groups.peek()?.find(({ key }) => key === value.key)?.list
    const isSame = JSON.stringify(known?.question.filter) === JSON.stringify(filter)
    const list = known && isSame ? known : new RecordList({ ...this.question, filter }, count)
    list.total.value = count
    return { ...value, list, totals: answer ?? {} }
  }
}
