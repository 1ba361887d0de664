import type { ComponentChildren } from "preact"
import { hueNamed } from "./hue.ts"
import { useLinkStop } from "./link-stops.ts"

interface TagProps {
  /** as an option has it */
  color?: string
  isArchived?: boolean
  children: ComponentChildren
}

export function Tag({ color, isArchived = false, children }: TagProps) {
  return (
    <span class={`tag hue-${hueNamed(color)}${isArchived ? " archived" : ""}`}>
      <bdi>{children}</bdi>
    </span>
  )
}

interface ChipProps {
  /** without one it is text */
  href?: string | undefined
  opensTab?: boolean
  children: ComponentChildren
}

export function Chip({ href, opensTab = false, children }: ChipProps) {
  const stop = useLinkStop()
  if (href === undefined)
    return (
      <span class="chip">
        <bdi>{children}</bdi>
      </span>
    )
  const tab = opensTab ? { target: "_blank", rel: "noopener noreferrer" } : {}
  return (
    <a class="chip" href={href} tabIndex={stop} {...tab}>
      <bdi>{children}</bdi>
    </a>
  )
}
