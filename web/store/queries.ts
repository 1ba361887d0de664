/**
 * Lists as windows: any place of a result can be shown at once, and only what is shown is asked for. Rows come in blocks by
 * offset, so that the scroll bar tells the truth.
 */
import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals"
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { objectTypeName } from "../model/names.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "./records.ts"

export interface ListQuestion {
  object: ObjectModel
  /** what to ask for of each record besides its id, in GraphQL */
  selection: string
  /** the wire's */
  filter?: Record<string, unknown> | undefined
  /** what a view filters by, as the API takes it */
  viewFilter?: Record<string, unknown> | undefined
  orderBy: readonly Record<string, unknown>[]
}

/** Rows of a block. */
const blockSize = 100
/** Blocks that are kept: 20,000 rows. */
const mostBlocks = 200
/** Rows beyond what is seen that are asked for as well, so that whoever scrolls meets them there. */
const ahead = 50
/** Milliseconds between two looks at what is to be asked for. */
const pause = 60

type Block = readonly LiveRecord[]

interface Page {
  totalCount?: number
  edges: { node: WireRecord }[]
}

/** What a grid shows: the records of one list, or of several under heads. */
export type Rows = Pick<
  RecordList,
  | "question"
  | "unfiltered"
  | "isNarrowed"
  | "at"
  | "show"
  | "refresh"
  | "remove"
  | "insert"
  | "indexOf"
  | "close"
  | "lines"
  | "lastWith"
> & { readonly total: ReadonlySignal<number | null>; readonly error: ReadonlySignal<ApiError | null> }

export class RecordList {
  /** null until it is known */
  readonly total = signal<number | null>(null)
  /** how many there are without the filter; null until known */
  readonly unfiltered = signal<number | null>(null)
  readonly error = signal<ApiError | null>(null)
  private readonly blocks = new Map<number, Signal<Block | null>>()
  private readonly loading = new Map<number, AbortController>()
  private wanted: readonly [number, number] = [0, 0]
  private first = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  /** @param total where it is known already: nothing is asked for until it is looked at */
  constructor(
    readonly question: ListQuestion,
    total?: number,
  ) {
    this.total.value = total ?? null
    if (total === undefined) void this.load(0)
  }

  /** Here each is a record; where records stand under heads, these are lines as well. */
  get lines(): ReadonlySignal<number | null> {
    return this.total
  }

  /** The last line of those that belong together with this one. */
  lastWith(_line: number): number {
    return (this.total.peek() ?? 0) - 1
  }

  /** are there records that it leaves out? */
  get isNarrowed(): boolean {
    return this.question.filter !== undefined || this.question.viewFilter !== undefined
  }

  /** The record at a place; undefined while it is on its way. Whoever asks is told when it comes. */
  at(index: number): LiveRecord | undefined {
    return this.block(Math.floor(index / blockSize)).value?.[index % blockSize]
  }

  /** What somebody flies over is not asked for. @param last included */
  show(first: number, last: number): void {
    const end = Math.max(last, Math.min(last + ahead, (this.total.peek() ?? 0) - 1))
    this.wanted = [Math.floor(Math.max(0, first - ahead) / blockSize), Math.floor(end / blockSize)]
    if (Math.abs(first - this.first) > blockSize) {
      clearTimeout(this.timer)
      this.timer = undefined
    }
    this.first = first
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.loadWanted()
    }, pause)
  }

  /** Asks again for what is shown; the rest is forgotten. Old rows stay until new ones come. */
  refresh(): void {
    const [first, last] = this.wanted
    for (const number of this.blocks.keys()) if (number < first || number > last) this.blocks.delete(number)
    for (let number = first; number <= last; number++) void this.load(number, true)
  }

  /** The rows that are there move up at once; what is missing at their end comes with the next answer. */
  remove(gone: ReadonlySet<LiveRecord>): void {
    const numbers = [...this.blocks.keys()].toSorted((a, b) => a - b)
    const rows = numbers.flatMap((number) => this.block(number).peek() ?? [])
    const left = rows.filter((record) => !gone.has(record))
    const removed = rows.length - left.length
    if (removed === 0) return
    batch(() => {
      let at = 0
      for (const number of numbers) {
        const size = this.block(number).peek()?.length
        if (size === undefined) continue
        this.block(number).value = left.slice(at, at + size)
        at += size
      }
      if (this.total.peek() !== null) this.total.value = this.total.peek()! - removed
    })
  }

  /** Puts a record at a place among those that are there; what it pushes out of them comes with the next answer. */
  insert(record: LiveRecord, place = 0): void {
    const loaded: LiveRecord[] = []
    for (let number = 0; ; number++) {
      const block = this.blocks.get(number)?.peek()
      if (!block) break
      loaded.push(...block)
      if (block.length < blockSize) break
    }
    const before = this.total.peek() ?? 0
    if (loaded.length === 0 && before > 0) {
      this.total.value = before + 1
      return
    }
    const rows = loaded.toSpliced(Math.min(place, loaded.length), 0, record)
    batch(() => {
      for (const number of this.blocks.keys()) if (number * blockSize >= rows.length) this.blocks.delete(number)
      for (let at = 0; at < rows.length; at += blockSize)
        this.block(at / blockSize).value = rows.slice(at, at + blockSize)
      this.total.value = before + 1
    })
  }

  /** The place of a record among the rows that are there; -1 where it is not. */
  indexOf(record: LiveRecord): number {
    for (const [number, block] of this.blocks) {
      const at = block.peek()?.indexOf(record) ?? -1
      if (at >= 0) return number * blockSize + at
    }
    return -1
  }

  close(): void {
    clearTimeout(this.timer)
    for (const request of this.loading.values()) request.abort()
  }

  private block(number: number): Signal<Block | null> {
    const there = this.blocks.get(number) ?? signal<Block | null>(null)
    this.blocks.set(number, there)
    return there
  }

  private loadWanted(): void {
    const [first, last] = this.wanted
    for (const [number, request] of this.loading) if (number < first || number > last) request.abort()
    for (let number = first; number <= last; number++) {
      if (this.block(number).peek() === null && !this.loading.has(number)) void this.load(number)
    }
    this.forgetFar()
  }

  private async load(number: number, counts = number === 0): Promise<void> {
    this.loading.get(number)?.abort()
    const request = new AbortController()
    this.loading.set(number, request)
    const { data, error } = await ask<{ page: Page; all?: Page }>("/graphql", {
      query: documentOf(this.question, counts || this.total.peek() === null),
      variables: this.variables(number),
      signal: request.signal,
    })
    if (this.loading.get(number) === request) this.loading.delete(number)
    if (error?.kind === "aborted") return
    this.error.value = error
    if (data) this.keep(number, data.page, data.all)
  }

  private keep(number: number, { totalCount, edges }: Page, all: Page | undefined): void {
    this.block(number).value = edges.map(({ node }) => putRecord(this.question.object, node))
    if (totalCount !== undefined) this.total.value = totalCount
    if (all?.totalCount !== undefined) this.unfiltered.value = all.totalCount
  }

  private variables(number: number) {
    const { filter, viewFilter, orderBy } = this.question
    return { filter, viewFilter, orderBy, first: blockSize, offset: number * blockSize }
  }

  private forgetFar(): void {
    const middle = (this.wanted[0] + this.wanted[1]) / 2
    const far = [...this.blocks.keys()].toSorted((a, b) => Math.abs(b - middle) - Math.abs(a - middle))
    for (const number of far.slice(0, Math.max(0, far.length - mostBlocks))) this.blocks.delete(number)
  }
}

function documentOf({ object, selection, filter, viewFilter }: ListQuestion, counts: boolean): string {
  const name = objectTypeName(object)
  const all = counts && viewFilter && !filter ? `all: ${object.namePlural}(first: 1) { totalCount }` : ""
  return `query ($filter: ${name}FilterInput, $viewFilter: JSON, $orderBy: [${name}OrderByInput], $first: Int, $offset: Int) {
    page: ${object.namePlural}(filter: $filter, viewFilter: $viewFilter, orderBy: $orderBy, first: $first, offset: $offset) {
      ${counts ? "totalCount" : ""} edges { node { id ${selection} } }
    }
    ${all}
  }`
}
