/** Where the rows come from: a file that is chosen or dropped, or what somebody pastes. */
import { useState } from "preact/hooks"
import { FileUp } from "lucide-preact"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/start/index.ts"
import { Button } from "../../ui/button.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { readTable } from "./read-file.ts"
import { Section } from "../../ui/section.tsx"

export interface Source {
  title: string
  /** those of all rows, the first one included */
  rows: string[][]
}

export function SourceStep({ onSource }: { onSource(source: Source): void }) {
  const [text, setText] = useState("")
  const [count, setCount] = useState<number | null>(null)
  const [problem, setProblem] = useState<string>()
  const [isOver, setOver] = useState(false)
  const words = t().import
  const read = async (title: string, source: Blob | string) => {
    setProblem(undefined)
    setCount(0)
    try {
      const rows = await readTable(source, setCount)
      if (rows.length > 0) return onSource({ title, rows })
      setProblem(words.empty)
    } catch {
      // Whatever the file is, it is no table; the sentence says what to do.
      setProblem(words.unreadable)
    }
    setCount(null)
  }
  const readFile = (file: File | undefined) => file && void read(file.name, file)
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? ""
    if (text !== "" || !/[\n\r].*\S/.test(pasted)) return
    event.preventDefault()
    void read(words.pasted, pasted)
  }
  return (
    <Section title={words.source} text={words.sourceText}>
      <label
        class={`drop-zone${isOver ? " over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          readFile(event.dataTransfer?.files[0])
        }}
      >
        <FileUp class="icon" size={24} strokeWidth={1.5} aria-hidden="true" />
        <strong>{words.file}</strong>
        <span class="muted">{words.drop}</span>
        <input
          type="file"
          class="sr-only"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(event) => readFile(event.currentTarget.files?.[0])}
        />
      </label>
      <div onPaste={paste}>
        <TextArea label={words.paste} hint={words.pasteHint} rows={4} value={text} onValue={setText} />
      </div>
      {text.trim() !== "" && (
        <div>
          <Button kind="primary" onClick={() => void read(words.pasted, text)}>
            {words.read}
          </Button>
        </div>
      )}
      <p class="muted" role="status">
        {count !== null && words.reading(formatNumber(count))}
      </p>
      <p class="error" role="alert">
        {problem}
      </p>
    </Section>
  )
}
