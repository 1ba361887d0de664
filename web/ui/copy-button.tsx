import { useEffect, useState } from "preact/hooks"
import { Check, Copy } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { Button } from "./button.tsx"
import { copyText } from "./copy.ts"

/** Says for two seconds that it has done it. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <Button onClick={() => void copyText(text).then(() => setCopied(true))}>
      <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
      <span aria-live="polite">{isCopied ? t().app.copied : (label ?? t().app.copy)}</span>
    </Button>
  )
}
