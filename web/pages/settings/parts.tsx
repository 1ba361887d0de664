/** What every page of the settings is made of: a title, a column, and data that may not be there yet. */
import type { ComponentChildren } from "preact"
import { ChevronLeft } from "lucide-preact"
import { sentences } from "../../i18n/settings/index.ts"
import { t } from "../../i18n/messages.ts"
import { Header } from "../../shell/header.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import type { Answered } from "./answered.ts"

interface SettingsPageProps {
  title: string
  /** the page that this one belongs to; the list of all pages, on a phone, where it belongs to none */
  parent?: { href: string; label: string }
  /** at the end of the header */
  actions?: ComponentChildren
  /** for tables that need the room */
  wide?: boolean
  children: ComponentChildren
}

export function SettingsPage({ title, parent, actions, wide = false, children }: SettingsPageProps) {
  const { frame } = sentences()
  useTitle(title, frame.title, workspace.value?.workspace.name)
  return (
    <>
      <Header
        title={title}
        icon={
          <a class={`crumb${parent ? "" : " phone-only"}`} href={parent?.href ?? "/settings"}>
            <ChevronLeft class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
            <bdi>{parent?.label ?? frame.title}</bdi>
          </a>
        }
      >
        <div class="header-actions">{actions}</div>
      </Header>
      <main id="content" class="settings" tabIndex={-1} data-region>
        <div class={`column${wide ? " wide" : ""}`}>{children}</div>
      </main>
    </>
  )
}

/** What is made of an answer, once there is one; what went wrong, and another try, where there is none. */
export function Loaded<T>({ of: { data, error, reload }, children }: LoadedProps<T>) {
  if (data) return <>{children(data)}</>
  if (!error)
    return (
      <p class="sr-only" aria-busy="true">
        {t().app.loading}
      </p>
    )
  return (
    <div class="note bad" role="alert">
      <p>{sentenceOf(error)}</p>
      <Button onClick={() => void reload()}>{t().app.retry}</Button>
    </div>
  )
}

interface LoadedProps<T> {
  of: Answered<T>
  children(data: T): ComponentChildren
}
