/** P-50: everything that a search finds, by kind. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { CircleAlert, Search as SearchIcon, SearchX } from "lucide-preact"
import "./search.css"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/command/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { recordAddress } from "../../model/addresses.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import type { Found } from "../../store/search.ts"
import { useSearch } from "../../store/use-search.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { Marked } from "../../ui/marked.tsx"
import { sentenceOf } from "../../ui/problem.ts"

/** How many are found at once. */
const most = 100

export default function SearchPage() {
  const { query, route } = useLocation()
  const text = query.q ?? ""
  const [typed, setTyped] = useState(text)
  const words = t()
  const { found, text: foundFor, error } = useSearch(typed, { limit: most })
  const kind = query.kind ?? ""
  const shown = kind === "" ? found : found.filter((each) => each.objectNameSingular === kind)
  useTitle(text === "" ? words.title : words.titleOf(text), workspace.value?.workspace.name)
  useEffect(() => setTyped(text), [text])
  const go = (q: string, of: string) =>
    route(`/search?${new URLSearchParams({ q, ...(of && { kind: of }) }).toString()}`, true)
  return (
    <>
      <Header title={words.title} icon={<SearchIcon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />} />
      <main id="content" class="search-page" tabIndex={-1} data-region>
        <div role="search">
          <input
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              go(event.currentTarget.value, kind)
            }}
          />
        </div>
        <Facets found={found} kind={kind} onChoose={(of) => go(typed, of)} />
        <p class="sr-only" role="status">
          {foundFor === "" ? "" : words.count(shown.length)}
        </p>
        {error ? (
          <EmptyState icon={CircleAlert} title={words.failed} text={sentenceOf(error)} />
        ) : typed.trim() === "" ? (
          <p class="muted">{words.prompt}</p>
        ) : (
          foundFor !== "" &&
          shown.length === 0 && <EmptyState icon={SearchX} title={words.none(foundFor)} text={words.noneText} />
        )}
        <ul class="found" aria-label={words.results}>
          {shown.map((each) => (
            <FoundRecord key={each.recordId} found={each} wanted={foundFor} />
          ))}
        </ul>
      </main>
    </>
  )
}

interface FacetsProps {
  found: readonly Found[]
  kind: string
  onChoose(kind: string): void
}

function Facets({ found, kind, onChoose }: FacetsProps) {
  const counts = new Map<string, number>()
  for (const { objectNameSingular: name } of found) counts.set(name, (counts.get(name) ?? 0) + 1)
  if (counts.size === 0) return null
  const facet = (name: string, label: string, count: number) => (
    <button key={name} type="button" class="facet" aria-pressed={kind === name} onClick={() => onChoose(name)}>
      {label} <span class="count">{formatNumber(count)}</span>
    </button>
  )
  return (
    <div class="facets" role="group" aria-label={t().facets}>
      {facet("", t().everything, found.length)}
      {[...counts].map(([name, count]) =>
        facet(name, workspace.value?.bySingular.get(name)?.labelPlural ?? name, count),
      )}
    </div>
  )
}

function FoundRecord({ found: { recordId, objectNameSingular, label }, wanted }: { found: Found; wanted: string }) {
  const object = workspace.value?.bySingular.get(objectNameSingular)
  const name = label || core().values.untitled
  return (
    <li>
      <a
        href={recordAddress({ nameSingular: objectNameSingular }, recordId)}
        data-record={`${objectNameSingular}:${recordId}`}
      >
        <Avatar id={recordId} name={name} isPerson={object?.labelField?.type === "FULL_NAME"} />
        <Marked text={name} wanted={wanted} />
        <span class="kind">{object?.labelSingular}</span>
      </a>
    </li>
  )
}
