import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"

interface HeaderProps {
  /** of the page; it gets the focus when somebody comes here from another page */
  title: string
  icon?: ComponentChildren
  children?: ComponentChildren
}

export function Header({ title, icon, children }: HeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (hasMoved) heading.current?.focus({ preventScroll: true })
    hasMoved = true
  }, [title])
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

/** On the first page of a visit the focus stays where the browser puts it. */
let hasMoved = false
