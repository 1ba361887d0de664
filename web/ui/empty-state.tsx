import type { ComponentChildren } from "preact"
import type { LucideIcon } from "lucide-preact"

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  text?: string
  /** one way on, at most two */
  children?: ComponentChildren
}

export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <div class="problem empty" role="status">
      <Icon class="icon" size={24} strokeWidth={1.5} aria-hidden="true" />
      <h2>{title}</h2>
      {text && <p class="muted">{text}</p>}
      {children}
    </div>
  )
}
