import type { ComponentChildren } from "preact"
import "./entry.css"
import { useTitle } from "../../shell/title.ts"

/** The page of everything that happens before there is a workspace to be in. */
export function Card({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  useTitle(title)
  return (
    <main id="content" class="entry" tabIndex={-1}>
      <div class="card">
        <img src="/assets/icon.svg" width="32" height="32" alt="" />
        <h1 tabIndex={-1}>{title}</h1>
        {text && <p class="muted">{text}</p>}
        {children}
      </div>
    </main>
  )
}
