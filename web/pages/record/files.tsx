/** The files of a record: dropped or chosen, downloaded, deleted with the way back. */
import { useState } from "preact/hooks"
import { Download, File as FileIcon, Trash2, Upload as UploadIcon } from "lucide-preact"
import { asList, asParts, asText } from "../../fields/field-kind.ts"
import { formatRelative } from "../../i18n/format.ts"
import { t } from "../../i18n/record/index.ts"
import { t as actionWords } from "../../i18n/record-actions/index.ts"
import { sayDone } from "../../shell/undo.tsx"
import { liveRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { removalStep } from "../../store/removal.ts"
import { perform } from "../../store/undo.ts"
import { IconButton } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { UploadLine } from "../../ui/upload-line.tsx"
import { sayError } from "../../shell/record-removal.ts"
import { uploadAll, uploadsTo, type Holder, type Upload } from "./uploads.ts"
import { useAttached } from "./use-attached.ts"

interface FilesProps {
  record: LiveRecord
  holder: Holder
  isFixed: boolean
}

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
  const uploads = uploadsTo(record)
  const mayAdd = !isFixed && holder.object.can.create
  // Now: the list of a field that is emptied is empty a moment later.
  const take = (files: FileList | null | undefined) => void uploadAll(record, holder, [...(files ?? [])])
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
          <UploadIcon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
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
        {uploads.map((each) => (
          <Underway key={each} upload={each} />
        ))}
      </div>
      {error && !records && <p class="muted">{sentenceOf(error)}</p>}
      {records?.length === 0 && uploads.length === 0 && <p class="muted">{words.noFiles}</p>}
      <ul aria-label={words.files}>
        {records?.map((each) => (
          <FileLine key={each.id} wire={each} holder={holder} isFixed={isFixed} />
        ))}
      </ul>
    </div>
  )
}

function Underway({ upload: { file, share, stop } }: { upload: Upload }) {
  const { uploading, stopUpload } = t()
  const words = { doing: uploading(file.name), stop: stopUpload(file.name) }
  return <UploadLine name={file.name} share={share.value} words={words} onStop={stop} />
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

async function remove(attachment: LiveRecord, name: string): Promise<void> {
  const text = actionWords().deleted(name)
  const step = removalStep("delete", text, attachment, sayError)
  if (await perform(step)) sayDone(text, step)
}
