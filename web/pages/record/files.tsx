/** The files of a record: dropped or chosen, downloaded, deleted with the way back. */
import { useState } from "preact/hooks"
import { signal } from "@preact/signals"
import { Download, File as FileIcon, Trash2, Upload } from "lucide-preact"
import { uploadFile } from "../../api/upload.ts"
import { asList, asParts, asText } from "../../fields/field-kind.ts"
import { formatRelative } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import type { filesOf } from "../../model/attached.ts"
import { linkName } from "../../model/names.ts"
import { say } from "../../shell/toasts.tsx"
import { sayDone } from "../../shell/undo.tsx"
import { createRecord } from "../../store/lifecycle.ts"
import { liveRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { removalStep } from "../../store/removal.ts"
import { perform } from "../../store/undo.ts"
import { IconButton } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { sayError } from "./removal.ts"
import { useAttached } from "./use-attached.ts"

type Holder = NonNullable<ReturnType<typeof filesOf>>

interface FilesProps {
  record: LiveRecord
  holder: Holder
  isFixed: boolean
}

/** Names of files under way. */
const underway = signal<readonly string[]>([])

export function Files({ record, holder, isFixed }: FilesProps) {
  const { records, error } = useAttached({
    owner: record,
    attached: holder,
    selection: `name createdAt createdBy { name } ${holder.file.name} { fileId label extension url }`,
    orderBy: { createdAt: "DescNullsLast" },
    limit: 200,
  })
  const [isOver, setOver] = useState(false)
  const words = t()
  const mayAdd = !isFixed && holder.object.can.create
  const take = (files: FileList | null | undefined) => {
    for (const file of files ?? []) void add(record, holder, file)
  }
  return (
    <div
      class={`files${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        if (!mayAdd) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!mayAdd) return
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      {mayAdd && (
        <label class="button upload">
          <Upload class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
          {words.upload}
          <input
            type="file"
            multiple
            class="sr-only"
            onChange={(event) => {
              take(event.currentTarget.files)
              event.currentTarget.value = ""
            }}
          />
        </label>
      )}
      <div role="status">
        {underway.value.map((name) => (
          <p key={name} class="muted">
            {words.uploading(name)}
          </p>
        ))}
      </div>
      {error && !records && <p class="muted">{sentenceOf(error)}</p>}
      {records?.length === 0 && underway.value.length === 0 && <p class="muted">{words.noFiles}</p>}
      <ul aria-label={words.files}>
        {records?.map((each) => (
          <FileLine key={each.id} wire={each} holder={holder} isFixed={isFixed} />
        ))}
      </ul>
    </div>
  )
}

function FileLine({ wire, holder, isFixed }: { wire: WireRecord; holder: Holder; isFixed: boolean }) {
  const words = t()
  const [file] = asList(wire[holder.file.name]).map(asParts)
  const name = asText(wire.name) ?? asText(file?.label) ?? words.files
  const url = asText(file?.url)
  const who = asText(asText(asParts(wire.createdBy).name)?.trim())
  return (
    <li>
      <FileIcon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
      <span class="name">
        <bdi>{name}</bdi>
        <small class="muted">{words.created(formatRelative(String(wire.createdAt)), who)}</small>
      </span>
      {url !== null && (
        <a
          class="icon-button"
          href={url}
          download={name}
          aria-label={words.download(name)}
          title={words.download(name)}
        >
          <Download class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
        </a>
      )}
      {!isFixed && holder.object.can.delete && (
        <IconButton
          label={words.deleteFile(name)}
          icon={Trash2}
          onClick={() => void remove(liveRecord(holder.object, wire.id), name)}
        />
      )}
    </li>
  )
}

async function add(record: LiveRecord, holder: Holder, file: File): Promise<void> {
  const { object, back, file: field } = holder
  underway.value = [...underway.peek(), file.name]
  const uploaded = await uploadFile(file, {
    fieldId: field.id,
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  const created = uploaded.data
    ? await createRecord({
        object,
        input: {
          name: file.name,
          [field.name]: [{ fileId: uploaded.data.id, label: file.name }],
          [linkName(back, record.object)]: record.id,
        },
        selection: "",
      })
    : uploaded
  underway.value = underway.peek().filter((name) => name !== file.name)
  if (created.error)
    say({
      kind: "error",
      text: t().uploadFailed(file.name, sentenceOf(created.error)),
      onRetry: () => void add(record, holder, file),
    })
}

async function remove(attachment: LiveRecord, name: string): Promise<void> {
  const text = t().deleted(name)
  const step = removalStep("delete", text, attachment, sayError)
  if (await perform(step)) sayDone(text, step)
}
