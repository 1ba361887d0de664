/** The pages of the settings, in groups, and found by what is on them. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { sentences } from "../../i18n/settings/index.ts"
import { groups, pageAt, permittedPages, type SettingsPage } from "./pages.ts"

export function PageLinks() {
  const [search, setSearch] = useState("")
  const { frame } = sentences()
  const found = permittedPages().filter((page) => isAbout(page, search))
  return (
    <>
      <input
        type="search"
        class="page-search"
        aria-label={frame.search}
        placeholder={frame.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="links-list">
        {groups.map((group) => (
          <Group key={group} title={frame.groups[group]} pages={found.filter((page) => page.group === group)} />
        ))}
        {found.length === 0 && <p class="muted none-found">{frame.nothingFound}</p>}
      </div>
    </>
  )
}

function Group({ title, pages }: { title: string; pages: readonly SettingsPage[] }) {
  const { path } = useLocation()
  const current = pageAt(path)
  if (pages.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul aria-label={title}>
        {pages.map((page) => (
          <li key={page.name}>
            <a href={`/settings/${page.name}`} aria-current={page === current ? "page" : undefined}>
              <page.icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
              <span>{sentences().pages[page.name].title}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function isAbout({ name }: SettingsPage, search: string): boolean {
  const { title, words } = sentences().pages[name]
  return `${title} ${words}`.toLowerCase().includes(search.trim().toLowerCase())
}
