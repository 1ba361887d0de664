/** How an item of the command menu looks: an icon, and its text with what was typed made visible. */
import type { ComponentChildren } from "preact"
import type { LucideIcon } from "lucide-preact"
import { Marked } from "../../ui/marked.tsx"

interface ShownProps {
  icon: ComponentChildren
  text: string
  wanted: string
  /** what it is, or stands at, at its end */
  more?: string | undefined
}

export function Shown({ icon, text, wanted, more }: ShownProps) {
  return (
    <>
      {icon}
      <Marked text={text} wanted={wanted} />
      {more !== undefined && <span class="kind">{more}</span>}
    </>
  )
}

export function ItemIcon({ of: Icon }: { of: LucideIcon }) {
  return <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
}
