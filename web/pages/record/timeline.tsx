/** What happened to a record, newest first, by month. */
import { useMemo, useState } from "preact/hooks"
import { kindOf } from "../../fields/index.ts"
import { excerpt } from "../../fields/field-kind.ts"
import { describeInstant, formatMonth, formatRelative } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import type { Attached } from "../../model/attached.ts"
import type { LiveRecord } from "../../store/records.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { tell, type Change, type Happening } from "./happenings.ts"
import { useAttached } from "./use-attached.ts"

/** How many activities are read at once. */
const page = 60

export function Timeline({ record, attached }: { record: LiveRecord; attached: Attached }) {
  const [limit, setLimit] = useState(page)
  const { records, total, error } = useAttached({
    owner: record,
    attached,
    selection: "name happensAt properties createdBy { name workspaceMemberId }",
    orderBy: { happensAt: "DescNullsLast" },
    limit,
    after: 1500,
  })
  const words = t()
  const happenings = useMemo(() => tell(record.object, records ?? []), [record.object, records])
  if (error && !records) return <p class="muted">{sentenceOf(error)}</p>
  if (!records) return <div class="timeline" aria-busy="true" />
  if (happenings.length === 0) return <p class="muted">{words.nothingYet}</p>
  return (
    <div class="timeline">
      {byMonth(happenings).map(([month, those]) => (
        <section key={month} aria-label={month}>
          <h3>{month}</h3>
          <ol>
            {those.map((happening) => (
              <Entry key={happening.id} happening={happening} />
            ))}
          </ol>
        </section>
      ))}
      {total > records.length && (
        <button type="button" class="link" onClick={() => setLimit(limit + page)}>
          {words.older}
        </button>
      )}
    </div>
  )
}

function byMonth(happenings: readonly Happening[]): [string, Happening[]][] {
  return [...Map.groupBy(happenings, ({ at }) => formatMonth(at))]
}

function Entry({ happening }: { happening: Happening }) {
  const { who, whoId, at, changes } = happening
  const name = who ?? t().somebody
  return (
    <li>
      <Avatar id={whoId ?? name} name={name} isPerson />
      <div class="told">
        <p>
          {sentenceFor(happening, name)}{" "}
          <time dateTime={at} title={describeInstant(at)}>
            {formatRelative(at)}
          </time>
        </p>
        {happening.what === "updated" && (
          <ul aria-label={t().details}>
            {changes.map((change) => (
              <ChangeLine key={change.field.id} change={change} />
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

function sentenceFor({ what, changes }: Happening, who: string): string {
  const { did } = t()
  const fields = changes.map(({ field }) => field.label)
  if (what === "updated") return did.changed(who, new Intl.ListFormat(document.documentElement.lang).format(fields))
  if (what === "created") return did.created(who)
  if (what === "deleted") return did.deleted(who)
  return what === "restored" ? did.restored(who) : did.other(who, what)
}

/** Of a relation the log knows ids alone, which say nothing to people. */
function ChangeLine({ change: { field, before, after } }: { change: Change }) {
  if (field.relation) return null
  const shown = (value: unknown) => excerpt(kindOf(field).text(value, field) ?? t().empty, 80)
  return (
    <li>
      <span class="muted">{field.label}</span> <bdi>{t().from(shown(before), shown(after))}</bdi>
    </li>
  )
}
