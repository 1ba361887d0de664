/** Files on their way to records. They go on when the page of their record is left. */
import { signal, type ReadonlySignal } from "@preact/signals"
import { uploadFile } from "../../api/upload.ts"
import { t } from "../../i18n/record/index.ts"
import type { filesOf } from "../../model/attached.ts"
import { linkName } from "../../model/names.ts"
import { say } from "../../shell/toasts.tsx"
import { createRecord } from "../../store/lifecycle.ts"
import type { LiveRecord } from "../../store/records.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { siftFiles } from "../../ui/sift-files.ts"

/** Where the files of an object are held. */
export type Holder = NonNullable<ReturnType<typeof filesOf>>

export interface Upload {
  record: LiveRecord
  file: File
  /** of its bytes that are sent, from 0 to 1 */
  share: ReadonlySignal<number>
  stop(): void
}

const uploads = signal<readonly Upload[]>([])

export const uploadsTo = (record: LiveRecord) => uploads.value.filter((each) => each.record === record)

/** Those that the server would refuse are named with the reason; the others go on their way. */
export async function uploadAll(record: LiveRecord, holder: Holder, files: readonly File[]): Promise<void> {
  const { taken, refused } = await siftFiles(files)
  const sentences = refused.map(({ file, reason }) => t().uploadFailed(file.name, reason))
  if (sentences.length > 0) say({ kind: "error", text: sentences.join(" ") })
  await Promise.all(taken.map((file) => upload(record, holder, file)))
}

/** What goes wrong is told wherever the person is by then, with the way to try again. */
async function upload(record: LiveRecord, holder: Holder, file: File): Promise<void> {
  const request = new AbortController()
  const share = signal(0)
  const own: Upload = { record, file, share, stop: () => request.abort() }
  uploads.value = [...uploads.peek(), own]
  const error = await send(own, holder, request.signal, (sent) => (share.value = sent))
  uploads.value = uploads.peek().filter((each) => each !== own)
  if (!error || error.kind === "aborted") return
  say({
    kind: "error",
    text: t().uploadFailed(file.name, sentenceOf(error)),
    details: error.requestId,
    onRetry: () => void upload(record, holder, file),
  })
}

/** A file whose upload was stopped hangs on no record, and the server forgets it. */
async function send(
  { record, file }: Upload,
  { object, back, file: field }: Holder,
  stopped: AbortSignal,
  onProgress: (share: number) => void,
) {
  const { data, error } = await uploadFile(file, { fieldId: field.id, signal: stopped, onProgress })
  if (error || stopped.aborted) return error
  const held = { [field.name]: [{ fileId: data.id, label: file.name }], [linkName(back, record.object)]: record.id }
  return (await createRecord({ object, input: { name: file.name, ...held }, selection: "" })).error
}
