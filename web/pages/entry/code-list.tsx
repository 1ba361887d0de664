import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { copyText } from "../../ui/copy.ts"

/** Recovery codes, with what helps to keep them. */
export function CodeList({ codes }: { codes: readonly string[] }) {
  const { entry } = t()
  const text = codes.join("\n")
  return (
    <>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div class="links">
        <Button onClick={() => void copyText(text)}>{entry.copy}</Button>
        <a class="button plain" download="kith-recovery-codes.txt" href={`data:text/plain,${encodeURIComponent(text)}`}>
          {entry.download}
        </a>
      </div>
    </>
  )
}
