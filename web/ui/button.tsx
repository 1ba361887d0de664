import type { ComponentChildren, JSX } from "preact"
import { LoaderCircle, type LucideIcon } from "lucide-preact"

interface ButtonProps extends Omit<JSX.IntrinsicElements["button"], "size" | "icon"> {
  kind?: "primary" | "plain" | "quiet" | "danger"
  /** is what it began still going on? Its label stays */
  busy?: boolean
  wide?: boolean
  children: ComponentChildren
}

export function Button({ kind = "plain", busy = false, wide = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${kind}${wide ? " wide" : ""}`}
      aria-busy={busy}
      onClick={(event) => {
        // A busy button stays focusable, and does nothing.
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy && <LoaderCircle class="icon spinner" size={16} aria-hidden="true" />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<JSX.IntrinsicElements["button"], "icon"> {
  label: string
  icon: LucideIcon
}

/** Its label is what assistive technology says, and what the pointer finds after a while. */
export function IconButton({ label, icon: Icon, ...rest }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" {...rest} aria-label={label} title={label}>
      <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
    </button>
  )
}
