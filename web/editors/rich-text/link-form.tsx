import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { linkTo } from "../../fields/blocks.ts"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/rich-text/index.ts"
import { Button } from "../../ui/button.tsx"

interface LinkFormProps {
  /** where the link leads now; null where there is none */
  href: string | null
  /** null to end the link */
  onLink(href: string | null): void
  onClose(): void
}

/** Where what is selected is to lead. */
export function LinkForm({ href, onLink, onClose }: LinkFormProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isWrong, setWrong] = useState(false)
  const words = t()
  useLayoutEffect(() => input.current!.select(), [])
  const submit = () => {
    const to = linkTo(input.current!.value)
    if (to === undefined) setWrong(true)
    else onLink(to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && event.key !== "Enter") return
    // A form of a panel around it is not sent.
    event.preventDefault()
    if (event.key === "Escape") onClose()
    else if (event.target === input.current) submit()
    else (event.target as HTMLElement).click()
  }
  return (
    <div class="rich-link" role="group" aria-label={words.link} onKeyDown={onKeyDown}>
      <input
        ref={input}
        class="boxed"
        aria-label={words.address}
        placeholder="https://"
        inputMode="url"
        autoComplete="off"
        spellcheck={false}
        aria-invalid={isWrong || undefined}
        defaultValue={href ?? ""}
        onInput={() => setWrong(false)}
      />
      <Button kind="primary" onClick={submit}>
        {core().app.done}
      </Button>
      {href !== null && <Button onClick={() => onLink(null)}>{words.unlink}</Button>}
      {isWrong && (
        <p class="error" role="alert">
          {words.wrongAddress}
        </p>
      )}
    </div>
  )
}
