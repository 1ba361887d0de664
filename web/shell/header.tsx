import type { ComponentChildren } from "preact"
import { useRef } from "preact/hooks"
import { useArrival } from "./arrival.ts"

interface HeaderProps {
  /** of the page; it gets the focus when somebody comes here from another page */
  title: string
  icon?: ComponentChildren
  children?: ComponentChildren
}

export function Header({ title, icon, children }: HeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading, title)
  return (
    <header class="header" data-region tabIndex={-1}>
      {icon}
      <h1 ref={heading} tabIndex={-1}>
        <bdi>{title}</bdi>
      </h1>
      {children}
    </header>
  )
}
