import type { ComponentChildren } from "preact"
import "./section.css"

interface SectionProps {
  title: string
  text?: string | undefined
  /** beside the title */
  action?: ComponentChildren
  isDangerous?: boolean
  children?: ComponentChildren
}

/** A part of a page, under its heading. */
export function Section({ title, text, action, isDangerous = false, children }: SectionProps) {
  return (
    <section class={`section${isDangerous ? " dangerous" : ""}`}>
      <header>
        <div>
          <h2>{title}</h2>
          {text && <p class="muted">{text}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
