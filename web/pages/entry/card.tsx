import type { ComponentChildren } from "preact"
import "./entry.css"
import { isOurs } from "../../store/pictures.ts"
import { useTitle } from "../../shell/title.ts"

interface CardProps {
  title: string
  text?: string
  /** of the workspace that the address stands for */
  logo?: string | null | undefined
  children?: ComponentChildren
}

/** The page of everything that happens before there is a workspace to be in. */
export function Card({ title, text, logo, children }: CardProps) {
  useTitle(title)
  return (
    <main id="content" class="entry" tabIndex={-1}>
      <div class="card">
        <img src={logo && isOurs(logo) ? logo : "/assets/icon.svg"} width="32" height="32" alt="" />
        <h1 tabIndex={-1}>{title}</h1>
        {text && <p class="muted">{text}</p>}
        {children}
      </div>
    </main>
  )
}
