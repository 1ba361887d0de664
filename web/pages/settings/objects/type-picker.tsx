/** The first step of a new field: what kind of value it holds. */
import { useState } from "preact/hooks"
import type { FieldTypeName } from "../../../../src/metadata/schema.ts"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { families, typeIcon, type Family } from "./field-types.ts"

/** @param href where the second step of a type is */
export function TypePicker({ href }: { href(type: FieldTypeName): string }) {
  const [search, setSearch] = useState("")
  const { picker, types } = modelSentences()
  const wanted = search.trim().toLowerCase()
  const isWanted = (type: FieldTypeName) => `${types[type]?.label} ${types[type]?.text}`.toLowerCase().includes(wanted)
  const found = (Object.keys(families) as Family[])
    .map((family) => ({ family, types: families[family].filter(isWanted) }))
    .filter((each) => each.types.length > 0)
  return (
    <>
      <input
        type="search"
        aria-label={picker.search}
        placeholder={picker.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {found.map((each) => (
        <div key={each.family} class="type-family">
          <h3>{picker.families[each.family]}</h3>
          <ul>
            {each.types.map((type) => {
              const Icon = typeIcon(type)
              return (
                <li key={type}>
                  <a href={href(type)}>
                    <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
                    <strong>{types[type]?.label}</strong>
                    <small>{types[type]?.text}</small>
                  </a>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
      {found.length === 0 && <p class="empty-line">{picker.none}</p>}
    </>
  )
}
