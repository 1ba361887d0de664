/** P-34: records that look the same, group by group, to be merged or told apart. */
import { useEffect, useRef, useState } from "preact/hooks"
import { ArrowLeft, CircleAlert, CopyCheck } from "lucide-preact"
import type { ApiError } from "../../api/send.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/merge/index.ts"
import { t as core } from "../../i18n/messages.ts"
import { tableAddress } from "../../model/addresses.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { sayDone } from "../../shell/undo.tsx"
import { workspace } from "../../shell/workspace.ts"
import { perform, type Step } from "../../store/undo.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { OfObject } from "../of-object.tsx"
import { AlikeCard } from "./alike-card.tsx"
import { dismiss, isDismissed, suggestAgain } from "./dismissed.ts"
import { findAlike, joined, type Alike } from "./finding.ts"
import "./duplicates.css"

export default function DuplicatesPage() {
  return <OfObject>{(object) => <Duplicates key={object.id} object={object} />}</OfObject>
}

/** Groups after which somebody has enough to do for now. */
const enough = 20

function Duplicates({ object }: { object: ObjectModel }) {
  const words = t()
  const title = words.duplicates(object.labelPlural)
  useTitle(title, workspace.value?.workspace.name)
  const hasRules = object.duplicateFields.length > 0
  return (
    <>
      <Header title={title} icon={<ObjectIcon name={object.icon} />}>
        <a class="button quiet" href={tableAddress(object)}>
          <ArrowLeft class="icon" size={14} aria-hidden="true" />
          {words.back(object.labelPlural)}
        </a>
      </Header>
      <main id="content" class="duplicates-page" tabIndex={-1} data-region>
        {hasRules ? (
          <Found object={object} />
        ) : (
          <EmptyState
            icon={CircleAlert}
            title={words.notAllowedTitle(object.labelPlural)}
            text={words.notAllowedText}
          />
        )}
      </main>
    </>
  )
}

function Found({ object }: { object: ObjectModel }) {
  const { groups, looked, total, isOver, isLooking, error, look } = useSearch(object)
  const list = useRef<HTMLUListElement>(null)
  const words = t()
  const shown = groups.filter((group) => !isDismissed(group))
  const next = () => {
    const cards = [...(list.current?.querySelectorAll<HTMLElement>("[data-alike]") ?? [])]
    const at = cards.findIndex((card) => card.contains(document.activeElement))
    cards[(at + 1) % cards.length]?.focus()
  }
  useActions(shown.length > 0 ? [{ id: "next", label: words.reviewNext, keys: "j", scope: "page", run: next }] : [])
  const tellApart = async (group: Alike) => {
    const step: Step = {
      text: words.notDuplicates,
      run: () => {
        dismiss(group)
        return true
      },
      undo: () => {
        suggestAgain(group)
        return "done"
      },
    }
    next()
    if (await perform(step)) sayDone(words.dismissed, step)
  }
  return (
    <>
      <p class="duplicates-bar">
        <span role="status">{total !== null && words.looked(formatNumber(looked), formatNumber(total))}</span>
        {shown.length > 0 && (
          <Button kind="quiet" onClick={next}>
            {words.reviewNext}
            <kbd>j</kbd>
          </Button>
        )}
      </p>
      {error && (
        <p class="error" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <ul ref={list} class="alike-list">
        {shown.map((group) => (
          <li key={group.map(({ id }) => id).join()}>
            <AlikeCard object={object} group={group} onTellApart={() => void tellApart(group)} />
          </li>
        ))}
      </ul>
      {!isOver && (
        <Button busy={isLooking} onClick={look}>
          {error ? core().app.retry : words.more}
        </Button>
      )}
      {isOver && shown.length === 0 && (
        <EmptyState icon={CopyCheck} title={words.none} text={words.noneText(object.labelPlural)} />
      )}
    </>
  )
}

function useSearch(object: ObjectModel) {
  const [groups, setGroups] = useState<readonly Alike[]>([])
  const [looked, setLooked] = useState(0)
  const [total, setTotal] = useState<number | null>(null)
  const [isLooking, setLooking] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const [next, setNext] = useState<string | null | undefined>(undefined)
  const isGone = useRef(false)
  const look = async () => {
    setLooking(true)
    setError(null)
    let found: readonly Alike[] = groups
    let after = next ?? null
    do {
      const { data, error: failure } = await findAlike(object, after)
      if (isGone.current) return
      if (failure) {
        setError(failure)
        break
      }
      found = joined([...found, ...data.alike])
      after = data.next
      setGroups(found)
      setLooked((before) => before + data.count)
      setTotal(data.total)
      setNext(after)
    } while (after !== null && found.length - groups.length < enough)
    setLooking(false)
  }
  useEffect(() => {
    void look()
    return () => {
      isGone.current = true
    }
  }, [])
  return { groups, looked, total, isOver: next === null, isLooking, error, look: () => void look() }
}
