/** Linking and unlinking a record of a to-many relation. What is written is the record at the other side, or a link. */
import { ask } from "../api/graphql.ts"
import { objectTypeName } from "../model/names.ts"
import { farEndOf, inverseOf } from "../model/relation-ends.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { applyEdits, type Edit } from "../store/edits.ts"
import {
  liveRecord,
  peekValue,
  putRecord,
  setValue,
  type LiveRecord,
  type LiveRecords,
  type WireRecord,
} from "../store/records.ts"
import type { Step } from "../store/undo.ts"
import { uuidv7 } from "../store/uuid.ts"
import { onWritten } from "../store/written.ts"
import { editOf } from "./edits.ts"
import { selectionOf } from "./kinds.ts"
import { farRecords } from "./relation.tsx"

interface Link {
  /** whose to-many field it is */
  near: LiveRecord
  field: FieldModel
  far: LiveRecord
  /** is it to be linked, or let go of? */
  isLinked: boolean
}

/** @param text what it does, for people */
export function linkStep(text: string, link: Link): Step {
  const inverse = inverseOf(link.field)
  const owner = inverse && !farEndOf(link.field) ? peekValue(link.far, inverse.name) : undefined
  return {
    text,
    run() {
      write(link)
      return true
    },
    undo() {
      // A record that was linked elsewhere goes back there.
      const isMoved = link.isLinked && isRecord(owner) && owner !== link.near
      write(isMoved ? { ...link, near: owner } : { ...link, isLinked: !link.isLinked })
      return "done"
    },
  }
}

const isRecord = (value: unknown): value is LiveRecord => typeof value === "object" && value !== null

function write(link: Link): void {
  if (farEndOf(link.field)) return applyEdits([editOfList(link)])
  const { near, field, far, isLinked } = link
  const edit = editOf(far, inverseOf(field)!, isLinked ? near : null)
  const owners = [near, edit.before].filter(isRecord)
  show(near, field, shownAfter(link))
  applyEdits([edit])
  const end = onWritten((object) => {
    if (object !== far.object) return
    end()
    for (const owner of new Set(owners)) void readAgain(owner, field)
  })
}

/** Many-to-many: the links are the server's; it is told which records are to be at their far end, and which no longer. */
function editOfList(link: Link): Edit {
  const { near, field, far, isLinked } = link
  const before = peekValue(near, field.name)
  const value = shownAfter(link)
  const change = (isAdded: boolean) => ({ [field.name]: { [isAdded ? "connect" : "disconnect"]: [far.id] } })
  return {
    record: near,
    name: field.name,
    value,
    before,
    input: change(isLinked),
    inputBefore: change(!isLinked),
    selection: selectionOf(field),
    joined: (earlier) => joinLists(field.name, earlier, far.id, isLinked),
  }
}

interface Lists {
  connect?: string[]
  disconnect?: string[]
}

/** The last word on each record counts. */
function joinLists(name: string, earlier: Readonly<Record<string, unknown>>, id: string, isLinked: boolean) {
  const { connect = [], disconnect = [] } = earlier[name] as Lists
  const others = (ids: string[]) => ids.filter((each) => each !== id)
  return {
    [name]: {
      connect: [...others(connect), ...(isLinked ? [id] : [])],
      disconnect: [...others(disconnect), ...(isLinked ? [] : [id])],
    },
  }
}

/** What the cell shows until the server has said it. */
function shownAfter({ near, field, far, isLinked }: Link): LiveRecords {
  const { total = 0, records = [] } = (peekValue(near, field.name) ?? {}) as Partial<LiveRecords>
  const isThere = (record: LiveRecord) => farRecords(field, [record]).includes(far)
  if (!isLinked) return { total: Math.max(0, total - 1), records: records.filter((record) => !isThere(record)) }
  return { total: total + 1, records: [...records, linkTo(field, far)] }
}

function linkTo(field: FieldModel, far: LiveRecord): LiveRecord {
  const end = farEndOf(field)
  if (!end) return far
  const link = liveRecord(end.object, uuidv7())
  setValue(link, end.name, far)
  return link
}

function show(record: LiveRecord, { name }: FieldModel, value: LiveRecords): void {
  setValue(record, name, value)
}

async function readAgain(record: LiveRecord, field: FieldModel): Promise<void> {
  const { object, id } = record
  const { data } = await ask<{ record: WireRecord | null }>("/graphql", {
    query: `query ($filter: ${objectTypeName(object)}FilterInput!) {
      record: ${object.nameSingular}(filter: $filter) { id ${selectionOf(field)} }
    }`,
    variables: { filter: { id: { eq: id } } },
  })
  if (data?.record) putRecord(object, data.record)
}
