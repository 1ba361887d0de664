/** A picture that is uploaded, changed and removed: of a member, of a workspace. */
import { useState } from "preact/hooks"
import { ImageUp } from "lucide-preact"
import type { ApiError } from "../../api/send.ts"
import { sentences } from "../../i18n/settings/index.ts"
import { say } from "../../shell/toasts.tsx"
import { workspace } from "../../shell/workspace.ts"
import { pictures } from "../../store/pictures.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import { Section } from "../../ui/section.tsx"
import { smallPicture } from "./small-picture.ts"

interface PictureSectionProps {
  title: string
  text: string
  /** whose it is */
  id: string
  name: string
  isPerson?: boolean
  /** @returns what went wrong; null when it is there and shown */
  onUpload(file: File): Promise<ApiError | null>
  onRemove(): Promise<ApiError | null>
}

export function PictureSection({ title, text, id, name, isPerson = false, onUpload, onRemove }: PictureSectionProps) {
  const { picture, frame } = sentences()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const hasOne = pictures.value.has(id)
  const mayUpload = workspace.value!.permissions.has("UPLOAD_FILE")
  const settle = async (doing: Promise<ApiError | null>) => {
    setProblem(undefined)
    setBusy(true)
    const error = await doing
    setBusy(false)
    if (error) setProblem(sentenceOf(error))
    else say({ kind: "success", text: frame.saved })
  }
  const take = async (file: File | undefined) => {
    if (!file || isBusy) return
    const small = await smallPicture(file, isPerson ? "cover" : "contain")
    if (small) await settle(onUpload(small))
    else setProblem(picture.isNone(file.name))
  }
  return (
    <Section title={title} text={text}>
      <div class="picture">
        <Avatar id={id} name={name} isPerson={isPerson} />
        <div class="actions">
          {mayUpload && (
            <label class="button" aria-busy={isBusy}>
              <ImageUp class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
              {hasOne ? picture.change : picture.upload}
              <input
                type="file"
                accept="image/*"
                class="sr-only"
                onChange={(event) => {
                  void take(event.currentTarget.files?.[0])
                  event.currentTarget.value = ""
                }}
              />
            </label>
          )}
          {hasOne && (
            <Button busy={isBusy} onClick={() => void settle(onRemove())}>
              {picture.remove}
            </Button>
          )}
        </div>
      </div>
      {!mayUpload && <p class="hint">{picture.mayNot}</p>}
      {problem && (
        <p class="note bad" role="alert">
          {problem}
        </p>
      )}
    </Section>
  )
}
