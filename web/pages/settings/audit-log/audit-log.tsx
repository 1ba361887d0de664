/** P-79: what was done that is no change of a record, newest first. */
import { useEffect, useState } from "preact/hooks"
import { formatInstant } from "../../../i18n/format.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { say } from "../../../shell/toasts.tsx"
import { workspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { change, changeOrSay, sayError, useAnswer } from "../answered.ts"
import { download } from "../download.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { auditEvents } from "./events.ts"

interface Entry {
  id: string
  at: string
  event: string
  actorKind: string
  actorName: string | null
  actorEmail: string | null
  targetKind: string | null
  targetName: string | null
  details: unknown
  ipAddress: string | null
}

interface Page {
  auditLogs: { edges: { node: Entry }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}

const query = `query ($filter: AuditLogFilter, $after: ConnectionCursor) {
  auditLogs(filter: $filter, first: 50, after: $after) {
    edges { node { id at event actorKind actorName actorEmail targetKind targetName details ipAddress } }
    pageInfo { hasNextPage endCursor }
  }
}`

interface Filter {
  actorEmail: string
  event: string
  from: string
  to: string
}

const nothingWanted: Filter = { actorEmail: "", event: "", from: "", to: "" }

export default function AuditLogPage() {
  const { audit } = developerSentences()
  const [filter, setFilter] = useState(nothingWanted)
  const set = (update: Partial<Filter>) => setFilter((before) => ({ ...before, ...update }))
  const save = async () => {
    const isThere = await download(
      `/rest/audit-logs?${parametersOf(filter)}`,
      "audit-log.ndjson",
      "application/x-ndjson",
    )
    if (!isThere) say({ kind: "error", text: audit.exportFailed })
  }
  return (
    <SettingsPage
      title={sentences().pages["audit-log"].title}
      wide
      actions={<Button onClick={() => void save()}>{audit.export}</Button>}
    >
      <Section title={audit.title} text={audit.text}>
        <div class="filters">
          <Field
            label={audit.actor}
            type="email"
            value={filter.actorEmail}
            onValue={(actorEmail) => set({ actorEmail })}
          />
          <Select
            label={audit.event}
            value={filter.event}
            choices={[
              { value: "", label: audit.anyEvent },
              ...auditEvents.map((event) => ({ value: event, label: event })),
            ]}
            onValue={(event) => set({ event })}
          />
          <Day label={audit.from} value={filter.from} onValue={(from) => set({ from })} />
          <Day label={audit.to} value={filter.to} onValue={(to) => set({ to })} />
        </div>
        <Entries key={JSON.stringify(filter)} filter={filter} />
      </Section>
      {workspace.value!.permissions.has("WORKSPACE") && <Retention />}
    </SettingsPage>
  )
}

function Day({ label, value, onValue }: { label: string; value: string; onValue(value: string): void }) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input type="date" value={value} onInput={(event) => onValue(event.currentTarget.value)} />
    </label>
  )
}

/** Whole days of whoever looks; the last one counts as well. */
function wireOf({ actorEmail, event, from, to }: Filter) {
  const end = to && new Date(`${to}T00:00`)
  if (end) end.setDate(end.getDate() + 1)
  return {
    ...(/^\S+@\S+\.\S+$/.test(actorEmail.trim()) && { actorEmail: actorEmail.trim() }),
    ...(event && { events: [event] }),
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(end && { to: end.toISOString() }),
  }
}

const parametersOf = (filter: Filter) =>
  new URLSearchParams(Object.entries(wireOf(filter)).map(([name, value]) => [name, String(value)])).toString()

/** Pages are added below one another, as far as somebody wants to go back. */
function Entries({ filter }: { filter: Filter }) {
  const { audit } = developerSentences()
  const [entries, setEntries] = useState<readonly Entry[] | null>(null)
  const [after, setAfter] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const read = async (cursor: string | null) => {
    setBusy(true)
    const { data, error } = await change<Page>(query, { filter: wireOf(filter), after: cursor })
    setBusy(false)
    if (error) return sayError(error)
    const { edges, pageInfo } = data.auditLogs
    setEntries((before) => [...(before ?? []), ...edges.map(({ node }) => node)])
    setAfter(pageInfo.hasNextPage ? pageInfo.endCursor : null)
  }
  useEffect(() => {
    // Whoever types an address is not asked after with every letter.
    const timer = setTimeout(() => void read(null), 200)
    return () => clearTimeout(timer)
  }, [])
  if (entries?.length === 0) return <p class="empty-line">{audit.none}</p>
  return (
    <>
      <table class="settings-table" aria-busy={entries === null}>
        <thead>
          <tr>
            <th scope="col">{audit.when}</th>
            <th scope="col">{audit.event}</th>
            <th scope="col">{audit.actor}</th>
            <th scope="col">{audit.target}</th>
          </tr>
        </thead>
        <tbody>
          {(entries ?? []).map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
      {after && (
        <div class="actions">
          <Button busy={isBusy} onClick={() => void read(after)}>
            {audit.older}
          </Button>
        </div>
      )}
    </>
  )
}

function Row({ entry }: { entry: Entry }) {
  const { audit } = developerSentences()
  const { at, event, actorKind, actorName, actorEmail, targetKind, targetName, details, ipAddress } = entry
  return (
    <tr>
      <td data-label={audit.when}>{formatInstant(at)}</td>
      <td data-label={audit.event}>
        <code>{event}</code>
        {hasDetails(details) && (
          <details class="entry-details">
            <summary>{audit.details}</summary>
            <pre>{JSON.stringify(details, null, 2)}</pre>
          </details>
        )}
      </td>
      <td data-label={audit.actor}>
        {actorName || actorEmail || actorKind}
        {ipAddress && <small class="muted"> {ipAddress}</small>}
      </td>
      <td data-label={audit.target}>{[targetKind, targetName].filter(Boolean).join(" ")}</td>
    </tr>
  )
}

const hasDetails = (details: unknown) =>
  typeof details === "object" && details !== null && Object.keys(details).length > 0

/** How long entries are kept. */
function Retention() {
  const { audit } = developerSentences()
  const answer = useAnswer<{ currentWorkspace: { auditLogRetentionDays: number | null } }>(
    `{ currentWorkspace { auditLogRetentionDays } }`,
  )
  const keep = async (days: string) => {
    await changeOrSay(
      `mutation ($data: UpdateWorkspaceInput!) { updateWorkspace(data: $data) { id } }`,
      { data: { auditLogRetentionDays: days === "" ? null : Number(days) } },
      sentences().frame.saved,
    )
    await answer.reload()
  }
  return (
    <Section title={audit.retention} text={audit.retentionText}>
      <Loaded of={answer}>
        {({ currentWorkspace: { auditLogRetentionDays: days } }) => (
          <Select
            label={audit.keptFor}
            value={String(days ?? "")}
            choices={[
              { value: "", label: audit.ever },
              ...[...new Set([30, 90, 365, 730, 1825, ...(days ? [days] : [])])]
                .toSorted((a, b) => a - b)
                .map((each) => ({ value: String(each), label: audit.days(each) })),
            ]}
            onValue={(value) => void keep(value)}
          />
        )}
      </Loaded>
    </Section>
  )
}
