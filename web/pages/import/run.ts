/** Sends the rows of a file, some hundred at a time, and keeps what became of each. */
import { signal } from "@preact/signals"
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { objectTypeName, objectTypeNames } from "../../model/names.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { tellWritten } from "../../store/written.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { readRow, type Checked, type Matches } from "./check.ts"

/** Records of a request. */
const most = 250

export interface ImportPlan {
  object: ObjectModel
  rows: readonly (readonly string[])[]
  matches: Matches
  problems: Checked["problems"]
  /** are records that are there already, by the key, changed instead of refused? */
  updates: boolean
  /** ids and other keys of records that are there already */
  known: ReadonlySet<string>
}

export interface Failure {
  row: readonly string[]
  reason: string
}

interface Batch {
  /** under which it is written once, however often it is sent */
  key: string
  numbers: readonly number[]
  records: readonly { id: string }[]
}

interface Written {
  written: { id: string }[] | null
}

/** One import. It may stop on the way, and goes on where it stopped. */
export class ImportRun {
  readonly progress = signal({ done: 0, created: 0, updated: 0 })
  readonly state = signal<"stopped" | "running" | "done">("stopped")
  /** why it stopped, unless somebody wanted it to */
  readonly problem = signal<ApiError | null>(null)
  readonly total: number
  private readonly failures: Failure[]
  /** numbers of the rows that are good */
  private readonly good: readonly number[]
  private batch: Batch | undefined

  constructor(private readonly plan: ImportPlan) {
    const { rows, problems } = plan
    this.good = [...rows.keys()].filter((number) => !problems.has(number))
    this.total = this.good.length
    this.failures = [...problems].map(([number, wrong]) => ({
      row: rows[number]!,
      reason: [...wrong.values()].join(" "),
    }))
  }

  async run(): Promise<void> {
    this.problem.value = null
    this.state.value = "running"
    while (this.state.peek() === "running" && this.progress.peek().done < this.total) await this.sendNext()
    if (this.progress.peek().done === this.total) this.state.value = "done"
    tellWritten(this.plan.object)
  }

  /** What is on its way is finished. */
  stop(): void {
    this.state.value = "stopped"
  }

  /** The rows that are not written: those that failed, and those whose turn did not come. */
  left(): Failure[] {
    const waiting = this.good.slice(this.progress.peek().done)
    return [...this.failures, ...waiting.map((number) => ({ row: this.plan.rows[number]!, reason: "" }))]
  }

  private async sendNext(): Promise<void> {
    this.batch ??= this.nextBatch()
    const { key, numbers, records } = this.batch
    const { object, updates } = this.plan
    const answer = await ask<Written>("/graphql", {
      query: `mutation ($data: [${objectTypeName(object)}CreateInput!]!, $upsert: Boolean) {
        written: create${objectTypeNames(object)}(data: $data, upsert: $upsert, partial: true) { id }
      }`,
      variables: { data: records, upsert: updates },
      key,
    })
    const parts = answer.error ? answer.parts : undefined
    const { written } = answer.data ?? (parts?.data as Written | undefined) ?? { written: null }
    if (!written) {
      this.problem.value = answer.error
      this.state.value = "stopped"
      return
    }
    for (const [index, error] of parts?.records ?? []) {
      this.failures.push({ row: this.plan.rows[numbers[index]!]!, reason: sentenceOf(error) })
    }
    this.count(this.batch, written)
    this.batch = undefined
  }

  private nextBatch(): Batch {
    const { rows, matches } = this.plan
    const { done } = this.progress.peek()
    const numbers = this.good.slice(done, done + most)
    const records = numbers.map((number) => ({ id: uuidv7(), ...readRow(rows[number]!, matches) }))
    return { key: uuidv7(), numbers, records }
  }

  /** New is what has the id that it was sent with, unless that was there before. */
  private count({ numbers, records }: Batch, written: readonly { id: string }[]): void {
    const sent = new Set(records.map(({ id }) => id))
    const created = written.filter(({ id }) => sent.has(id) && !this.plan.known.has(id)).length
    const before = this.progress.peek()
    this.progress.value = {
      done: before.done + numbers.length,
      created: before.created + created,
      updated: before.updated + written.length - created,
    }
  }
}
