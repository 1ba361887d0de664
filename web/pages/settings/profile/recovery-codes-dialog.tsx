import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { CodeList } from "../../entry/code-list.tsx"

/** They are shown this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const { entry } = t()
  return (
    <Dialog title={entry.codesTitle} onClose={onClose}>
      <div class="form">
        <p class="muted">{entry.codesText}</p>
        <CodeList codes={codes} />
        <footer>
          <Button kind="primary" onClick={onClose}>
            {entry.codesKept}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
