/** Tasks, notes and whatever else is linked to records of any kind: listed, made with a title, done with a tick. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/record/index.ts"
import type { Linked } from "../../model/attached.ts"
import { putRecord, valueOf, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { createLinked } from "./create-linked.ts"
import { LinkedItem } from "./linked-item.tsx"
import { rolesOf, selectionOfLinked, groupOf, type GroupName } from "./linked-fields.ts"
import { useAttached } from "./use-attached.ts"

interface LinkedListProps {
  record: LiveRecord
  linked: Linked
  isFixed: boolean
  /** raised whenever somebody wants to make one */
  wantsNew: number
}

/** How many are listed. */
const most = 200

export function LinkedList({ record, linked, isFixed, wantsNew }: LinkedListProps) {
  const object = linked.far.relation!.target
  const roles = useMemo(() => rolesOf(object), [object])
  const { records, error } = useAttached({
    owner: record,
    attached: linked,
    selection: `${linked.far.name} { id ${selectionOfLinked(object, roles)} }`,
    orderBy: { createdAt: "DescNullsLast" },
    limit: most,
  })
  const items = useMemo(
    () =>
      (records ?? []).flatMap((each) => {
        const far = each[linked.far.name] as WireRecord | null
        return far ? [putRecord(object, far)] : []
      }),
    [records],
  )
  const words = t()
  const shown = items.filter((item) => !valueOf(item, "deletedAt"))
  const groups = Map.groupBy(shown, (item) => groupOf(roles, (name) => valueOf(item, name)))
  return (
    <div class="linked">
      {!isFixed && object.can.create && linked.object.can.create && (
        <NewOne record={record} linked={linked} wantsNew={wantsNew} />
      )}
      {error && !records && <p class="muted">{sentenceOf(error)}</p>}
      {records && shown.length === 0 && <p class="muted">{words.noneHere(object.labelPlural)}</p>}
      {order.map((name) => {
        const those = groups.get(name)
        if (!those) return null
        const list = (
          <ul aria-label={name === "all" ? object.labelPlural : words.groups[name]}>
            {those.map((item) => (
              <LinkedItem key={item.id} record={item} roles={roles} isFixed={isFixed} />
            ))}
          </ul>
        )
        return name === "all" ? (
          list
        ) : (
          <section key={name}>
            <h3>
              {words.groups[name]} <span class="count">{those.length}</span>
            </h3>
            {list}
          </section>
        )
      })}
    </div>
  )
}

const order: readonly GroupName[] = ["overdue", "today", "upcoming", "undated", "done", "all"]

function NewOne({ record, linked, wantsNew }: Pick<LinkedListProps, "record" | "linked" | "wantsNew">) {
  const input = useRef<HTMLInputElement>(null)
  const { labelSingular } = linked.far.relation!.target
  useLayoutEffect(() => {
    if (wantsNew > 0) input.current?.focus()
  }, [wantsNew])
  return (
    <form
      class="new-one"
      onSubmit={async (event) => {
        event.preventDefault()
        const node = input.current!
        const title = node.value.trim()
        if (title !== "" && (await createLinked(record, linked, title))) node.value = ""
      }}
    >
      <input
        ref={input}
        aria-label={t().titleOf(labelSingular)}
        placeholder={t().titled(labelSingular)}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          event.preventDefault()
          event.currentTarget.blur()
        }}
      />
      <button type="submit" class="button">
        {core().app.add}
      </button>
    </form>
  )
}
