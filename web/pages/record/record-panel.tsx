/** A record in the panel: what is known of it at once, the rest as it comes. */
import { useEffect } from "preact/hooks"
import { ArrowLeft, CircleAlert, CircleOff, Maximize2, X } from "lucide-preact"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/record/index.ts"
import { t as actionWords } from "../../i18n/record-actions/index.ts"
import { recordName } from "../../fields/record-name.tsx"
import { recordAddress } from "../../model/addresses.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { ErrorBoundary } from "../../shell/error-boundary.tsx"
import { navigate } from "../../shell/navigate.ts"
import { closePanel, leavePanel } from "../../shell/panel.ts"
import { workspace } from "../../shell/workspace.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { DeletedBanner } from "./deleted-banner.tsx"
import { FieldList } from "./field-list.tsx"
import { PanelFrame } from "./panel-frame.tsx"
import { RecordActions } from "./record-actions.tsx"
import { RecordTabs } from "./record-tabs.tsx"
import { Relations } from "./relations.tsx"
import { Summary } from "./summary.tsx"
import { Texts } from "./texts.tsx"
import { useRecord, type OpenRecord } from "./use-record.ts"

interface RecordPanelProps {
  /** nameSingular of the object */
  name: string
  id: string
  /** where there is something to go back to */
  onBack: (() => void) | undefined
}

export function RecordPanel({ name, id, onBack }: RecordPanelProps) {
  const { bySingular, hiddenSingulars } = workspace.value!
  const object = bySingular.get(name)
  if (object) return <Known object={object} id={id} onBack={onBack} />
  const hidden = hiddenSingulars.get(name)
  const { errors } = core()
  return (
    <PanelFrame label={t().goneTitle}>
      <PanelHead onBack={onBack} />
      <EmptyState
        icon={CircleOff}
        title={hidden ? errors.forbiddenTitle : t().goneTitle}
        text={hidden ? errors.forbiddenText(hidden) : errors.notFoundText(name)}
      />
    </PanelFrame>
  )
}

function Known({ object, id, onBack }: Pick<RecordPanelProps, "id" | "onBack"> & { object: ObjectModel }) {
  const open = useRecord(object, id)
  const { record } = open
  useEffect(() => void performance.mark("panel-open"), [record])
  return (
    <PanelFrame label={recordName(record)}>
      <PanelHead record={record} onBack={onBack} />
      <div class="panel-body">
        <Content {...open} />
      </div>
    </PanelFrame>
  )
}

function Content({ record, state, reload }: OpenRecord) {
  const { value: now } = state
  if (now === "gone")
    return <EmptyState icon={CircleOff} title={t().goneTitle} text={t().goneText(record.object.labelPlural)} />
  if (typeof now === "object")
    return (
      <EmptyState icon={CircleAlert} title={t().failedTitle} text={sentenceOf(now)}>
        <Button kind="primary" onClick={reload}>
          {core().app.retry}
        </Button>
      </EmptyState>
    )
  const isDeleted = Boolean(valueOf(record, "deletedAt"))
  return (
    <>
      {isDeleted && <DeletedBanner record={record} />}
      <Summary record={record} isFixed={isDeleted} level={2} />
      <RecordTabs record={record} isFixed={isDeleted} scope="selection">
        <ErrorBoundary key={record.id} isPart>
          <Texts key={record.id} record={record} isFixed={isDeleted} />
          <FieldList key={record.id} record={record} isFixed={isDeleted} />
        </ErrorBoundary>
        <Relations record={record} isFixed={isDeleted} />
      </RecordTabs>
    </>
  )
}

function PanelHead({ record, onBack }: { record?: LiveRecord; onBack: (() => void) | undefined }) {
  const words = t()
  return (
    <header class="panel-head">
      {onBack && <IconButton label={words.back} icon={ArrowLeft} onClick={onBack} />}
      {record && (
        <span class="what">
          <ObjectIcon name={record.object.icon} />
          {record.object.labelSingular}
        </span>
      )}
      <span class="room" />
      {record && (
        <>
          <PageButton record={record} />
          <RecordActions record={record} scope="selection" onDeleted={leavePanel} />
        </>
      )}
      <IconButton label={words.close} icon={X} onClick={closePanel} />
    </header>
  )
}

function PageButton({ record: { object, id } }: { record: LiveRecord }) {
  const label = actionWords().openPage
  const run = () => navigate(recordAddress(object, id))
  useActions([{ id: "panel-page", label, icon: Maximize2, keys: "Mod+Enter", scope: "selection", run }])
  return <IconButton label={label} icon={Maximize2} onClick={run} />
}
