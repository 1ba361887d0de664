/** P-30: a record on a page of its own. */
import { useEffect } from "preact/hooks"
import { useRoute } from "preact-iso"
import { ChevronRight, CircleAlert } from "lucide-preact"
import "./record.css"
import { recordName } from "../../fields/record-name.tsx"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/record/index.ts"
import { tableAddress } from "../../model/addresses.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { ErrorBoundary } from "../../shell/error-boundary.tsx"
import { navigate } from "../../shell/navigate.ts"
import { Forbidden, Missing, NotFound } from "../../shell/problems.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { visited } from "../../store/visited-list.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { LinkStops } from "../../ui/link-stops.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { DeletedBanner } from "./deleted-banner.tsx"
import { FieldList } from "./field-list.tsx"
import { Neighbours } from "./neighbours.tsx"
import { RecordActions } from "./record-actions.tsx"
import { RecordTabs } from "./record-tabs.tsx"
import { Relations } from "./relations.tsx"
import { Summary } from "./summary.tsx"
import { Texts } from "./texts.tsx"
import { useRecord } from "./use-record.ts"

export default function RecordPage() {
  const { singular = "", id = "" } = useRoute().params
  const { bySingular, hiddenSingulars } = workspace.value!
  const object = bySingular.get(singular)
  if (object) return <Known object={object} id={id} />
  const hidden = hiddenSingulars.get(singular)
  return hidden ? <Forbidden what={hidden} /> : <NotFound />
}

function Known({ object, id }: { object: ObjectModel; id: string }) {
  const { record, state, reload } = useRecord(object, id)
  const name = recordName(record)
  const { value: now } = state
  const words = t()
  useTitle(name, object.labelPlural, workspace.value?.workspace.name)
  useEffect(() => void performance.mark("route-ready"), [record])
  if (now === "gone") return <Missing title={words.goneTitle} text={words.goneText(object.labelPlural)} />
  const isDeleted = Boolean(valueOf(record, "deletedAt"))
  return (
    <LinkStops.Provider value={true}>
      <Head record={record} name={name} />
      <main id="content" class="record-page" tabIndex={-1} data-region aria-busy={now === "loading"}>
        {typeof now === "object" ? (
          <EmptyState icon={CircleAlert} title={words.failedTitle} text={sentenceOf(now)}>
            <Button kind="primary" onClick={reload}>
              {core().app.retry}
            </Button>
          </EmptyState>
        ) : (
          <>
            {isDeleted && <DeletedBanner record={record} />}
            <div class="columns">
              <div class="side">
                <Summary record={record} isFixed={isDeleted} level={1} />
                <ErrorBoundary key={id} isPart>
                  <FieldList key={id} record={record} isFixed={isDeleted} />
                </ErrorBoundary>
              </div>
              <div class="rest">
                <RecordTabs record={record} isFixed={isDeleted} scope="page">
                  <ErrorBoundary key={id} isPart>
                    <Texts key={id} record={record} isFixed={isDeleted} />
                  </ErrorBoundary>
                  <Relations record={record} isFixed={isDeleted} />
                </RecordTabs>
              </div>
            </div>
          </>
        )}
      </main>
    </LinkStops.Provider>
  )
}

function Head({ record, name }: { record: LiveRecord; name: string }) {
  const { object } = record
  const words = t()
  return (
    <header class="header" data-region tabIndex={-1}>
      <nav class="breadcrumb" aria-label={words.breadcrumb}>
        <ol>
          <li>
            <a href={backAddress(object)}>
              <ObjectIcon name={object.icon} />
              <bdi>{object.labelPlural}</bdi>
            </a>
          </li>
          <li aria-current="page">
            <ChevronRight class="icon" size={14} aria-hidden="true" />
            <bdi>{name}</bdi>
          </li>
        </ol>
      </nav>
      <div class="tools">
        <Neighbours record={record} />
        <RecordActions record={record} scope="page" onDeleted={() => navigate(backAddress(object))} />
      </div>
    </header>
  )
}

/** The list one came from, as it was; the table where one came from elsewhere. */
function backAddress(object: ObjectModel): string {
  return visited?.list.question.object.id === object.id ? visited.address : tableAddress(object)
}
