import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { ExternalLink, Pencil, Upload, X } from "lucide-preact"
import { uploadFile } from "../api/upload.ts"
import { asList, asParts, asText } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { safeAddress } from "../fields/links.tsx"
import { t } from "../i18n/editors/index.ts"
import { t as core } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { Button, IconButton } from "../ui/button.tsx"
import { sentenceOf } from "../ui/problem.ts"
import { siftFiles } from "../ui/sift-files.ts"
import { UploadLine } from "../ui/upload-line.tsx"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"

/** As the wire has it. */
interface HeldFile {
  fileId: string
  label: string
  extension: string
  url: string
}

/** On its way, or stopped on it. */
interface Sending {
  file: File
  /** of its bytes, from 0 to 1 */
  share: number
  problem: string | undefined
  request: AbortController
}

function FilesEditor(props: EditorProps) {
  const { field } = props
  const { files, sending, most, problem, add, retry, stop, change } = useFiles(props)
  const [renamed, setRenamed] = useState<string>()
  const [isOver, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // What had the focus is gone, or could not take it: keys are to go on.
    if (document.activeElement === document.body) root.current?.querySelector<HTMLElement>("a, button:enabled")?.focus()
  })
  const words = t().files
  const rename = (file: HeldFile, label: string) => {
    setRenamed(undefined)
    if (label.trim() !== "") change(files.map((each) => (each === file ? { ...file, label: label.trim() } : each)))
  }
  return (
    <div
      ref={root}
      class={`files-editor${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      {files.length > 0 && (
        <ul aria-label={field.label}>
          {files.map((file) => (
            <li key={file.fileId}>
              {renamed === file.fileId ? (
                <NameInput
                  label={words.name}
                  name={file.label}
                  onName={(name) => rename(file, name)}
                  onLeave={() => setRenamed(undefined)}
                />
              ) : (
                <FileRow
                  file={file}
                  onRename={() => setRenamed(file.fileId)}
                  onRemove={() => change(without(files, file))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {sending.map((each) => (
        <SendingRow key={each.file} sending={each} onRetry={() => retry(each)} onStop={() => stop(each)} />
      ))}
      <p class={problem === undefined ? "hint" : "error"} role={problem === undefined ? undefined : "alert"}>
        {problem ?? (files.length >= most ? words.most(most) : words.drop)}
      </p>
      <div class="editor-bar">
        <input
          ref={chooser}
          type="file"
          multiple={most > 1}
          hidden
          aria-label={words.add}
          onChange={(event) => {
            void add([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ""
          }}
        />
        <Button autofocus disabled={files.length >= most} onClick={() => chooser.current?.click()}>
          <Upload class="icon" size={14} aria-hidden="true" /> {words.add}
        </Button>
      </div>
    </div>
  )
}

export const filesEditor: FieldEditorKind = { Editor: FilesEditor, shape: "panel", keepsOnEscape: true }

const without = <T,>(list: readonly T[], item: T) => list.filter((each) => each !== item)

function useFiles({ field, value, onDraft }: EditorProps) {
  const [files, setFiles] = useState<readonly HeldFile[]>(() => filesIn(value))
  const [sending, setSending] = useState<readonly Sending[]>([])
  const [problem, setProblem] = useState<string>()
  const most = Number(field.settings.maxNumberOfValues ?? Infinity)
  // Uploads end when they want to: they look at what is there then.
  const current = useRef({ files, sending })
  const tell = (change: Partial<typeof current.current>) => {
    const next = { ...current.current, ...change }
    current.current = next
    setFiles(next.files)
    setSending(next.sending)
    onDraft(draftOf(next.files, next.sending, field))
  }
  useEffect(() => () => current.current.sending.forEach(({ request }) => request.abort()), [])
  const update = (file: File, change: Partial<Sending>) =>
    tell({ sending: current.current.sending.map((each) => (each.file === file ? { ...each, ...change } : each)) })
  const send = async (file: File) => {
    const request = new AbortController()
    const others = current.current.sending.filter((each) => each.file !== file)
    tell({ sending: [...others, { file, share: 0, problem: undefined, request }] })
    const onProgress = (share: number) => update(file, { share })
    const { data, error } = await uploadFile(file, { fieldId: field.id, signal: request.signal, onProgress })
    if (error?.kind === "aborted") return
    const words = t().files
    if (error?.kind === "offline") return update(file, { problem: words.stopped(file.name) })
    if (error) return update(file, { problem: words.failed(file.name, sentenceOf(error)) })
    const held = { fileId: data.id, label: file.name, extension: extensionOf(file.name), url: data.url }
    const left = current.current.sending.filter((each) => each.file !== file)
    tell({ files: [...current.current.files, held], sending: left })
  }
  return {
    files,
    sending,
    most,
    problem,
    change: (next: readonly HeldFile[]) => tell({ files: next }),
    retry: ({ file }: Sending) => void send(file),
    stop(stopped: Sending) {
      stopped.request.abort()
      tell({ sending: current.current.sending.filter(({ file }) => file !== stopped.file) })
    },
    async add(added: readonly File[]) {
      const { taken, refused } = await siftFiles(added)
      const room = most - current.current.files.length - current.current.sending.length
      const words = t().files
      const problems = refused.map(({ file, reason }) => words.failed(file.name, reason))
      if (taken.length > room) problems.push(words.most(most))
      setProblem(problems.join(" ") || undefined)
      for (const file of taken.slice(0, Math.max(0, room))) void send(file)
    },
  }
}

function draftOf(files: readonly HeldFile[], sending: readonly Sending[], field: FieldModel): Draft {
  if (sending.length > 0) return { problem: sending.find((each) => each.problem)?.problem ?? t().files.wait }
  return files.length === 0 ? kindOf(field).cleared!(field) : { value: files }
}

const filesIn = (value: unknown): HeldFile[] =>
  asList(value).map((each) => {
    const { fileId, label, extension, url } = asParts(each)
    const text = (part: unknown) => asText(part) ?? ""
    return { fileId: text(fileId), label: text(label), extension: text(extension), url: text(url) }
  })

const extensionOf = (name: string) => /\.[^.]+$/.exec(name)?.[0] ?? ""

interface FileRowProps {
  file: HeldFile
  onRename(): void
  onRemove(): void
}

function FileRow({ file, onRename, onRemove }: FileRowProps) {
  const words = t().files
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") onRename()
    else if (event.key === "Delete") onRemove()
    else return
    event.preventDefault()
  }
  return (
    <div class="file-row" onKeyDown={onKeyDown}>
      <a
        class="list-item"
        href={safeAddress(new URL(file.url || "about:blank", location.href).href)}
        target="_blank"
        rel="noopener noreferrer"
        title={words.open(file.label)}
      >
        <bdi>{file.label}</bdi>
        <ExternalLink class="icon" size={12} aria-hidden="true" />
      </a>
      <IconButton label={words.rename(file.label)} icon={Pencil} onClick={onRename} />
      <IconButton label={words.remove(file.label)} icon={X} onClick={onRemove} />
    </div>
  )
}

interface NameInputProps {
  label: string
  name: string
  onName(name: string): void
  onLeave(): void
}

function NameInput({ label, name, onName, onLeave }: NameInputProps) {
  return (
    <input
      ref={(node) => {
        if (!node || node === document.activeElement) return
        node.value = name
        node.focus()
        node.setSelectionRange(0, name.length - extensionOf(name).length)
      }}
      class="boxed"
      aria-label={label}
      onBlur={(event) => onName(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onName(event.currentTarget.value)
        else if (event.key === "Escape") onLeave()
        else return
        event.preventDefault()
      }}
    />
  )
}

function SendingRow({ sending, onRetry, onStop }: { sending: Sending; onRetry(): void; onStop(): void }) {
  const { file, share, problem } = sending
  const words = t().files
  const stop = words.cancel(file.name)
  if (problem === undefined)
    return (
      <UploadLine name={file.name} share={share} words={{ doing: words.uploading(file.name), stop }} onStop={onStop} />
    )
  return (
    <div class="file-row">
      <p class="error" role="alert">
        {problem}
      </p>
      <Button onClick={onRetry}>{core().app.retry}</Button>
      <IconButton label={stop} icon={X} onClick={onStop} />
    </div>
  )
}
