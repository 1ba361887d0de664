import { useState } from "preact/hooks"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { formatNumber } from "../../../i18n/format.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Select } from "../../../ui/select.tsx"

/** An option that goes while records have it. */
export interface Doomed {
  value: string
  label: string
  /** null where it is not known */
  count: number | null
}

interface ReplaceOptionsProps {
  doomed: readonly Doomed[]
  left: readonly { value: string; label: string }[]
  /** @returns what went wrong */
  onReplace(replacements: Record<string, string>): Promise<string | undefined>
  onClose(): void
}

/** Asks what records get in place of options that go. */
export function ReplaceOptions({ doomed, left, onReplace, onClose }: ReplaceOptionsProps) {
  const { replace } = modelSentences()
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string>()
  const confirm = async () => {
    const given = Object.entries(chosen).filter(([, value]) => value !== "")
    setProblem(await onReplace(Object.fromEntries(given)))
  }
  return (
    <Dialog title={replace.title(doomed.length)} isAlert onClose={onClose}>
      <div class="form">
        <p>{replace.text}</p>
        {doomed.map(({ value, label, count }) => (
          <Select
            key={value}
            label={replace.insteadOf(label, count === null ? "?" : formatNumber(count), count)}
            value={chosen[value] ?? ""}
            choices={[
              { value: "", label: replace.default },
              ...left.map((option) => ({ value: option.value, label: option.label })),
            ]}
            onValue={(replacement) => setChosen((before) => ({ ...before, [value]: replacement }))}
          />
        ))}
        <p class="error" role="alert">
          {problem}
        </p>
      </div>
      <footer>
        <Button data-first onClick={onClose}>
          {t().app.cancel}
        </Button>
        <Button kind="danger" onClick={() => void confirm()}>
          {replace.action}
        </Button>
      </footer>
    </Dialog>
  )
}
