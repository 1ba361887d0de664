import type { ComponentChildren } from "preact"

interface StepProps {
  title: string
  text?: string
  /** beside the title */
  action?: ComponentChildren
  children: ComponentChildren
}

/** A part of the way, under its heading. */
export function Step({ title, text, action, children }: StepProps) {
  return (
    <section class="import-step">
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
