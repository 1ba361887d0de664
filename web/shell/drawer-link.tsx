import type { ComponentChildren } from "preact"

interface DrawerLinkProps {
  href: string
  label: string
  isCurrent: boolean
  icon: ComponentChildren
}

export function DrawerLink({ href, label, isCurrent, icon }: DrawerLinkProps) {
  const leaves = /^https?:/.test(href)
  return (
    <a
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      title={label}
      {...(leaves && { target: "_blank", rel: "noopener noreferrer" })}
    >
      {icon}
      <span>
        <bdi>{label}</bdi>
      </span>
    </a>
  )
}
