import { useId, useRef } from "preact/hooks"
import { Star } from "lucide-preact"
import { kindOf } from "../fields/index.ts"
import { readRating } from "../fields/rating.tsx"
import { t } from "../i18n/editors/index.ts"
import { Button } from "../ui/button.tsx"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { useDraft } from "./use-draft.ts"

function RatingEditor(props: EditorProps) {
  const { field, value, typed, onDone } = props
  const name = useId()
  const root = useRef<HTMLDivElement>(null)
  const { most, given } = readRating(value, field)
  const draftOf = (stars: number) => kindOf(field).parse!(String(stars), field)
  const [stars, change] = useDraft(
    props,
    () => (/^\d$/.test(typed ?? "") ? Math.min(Number(typed), most) : given),
    draftOf,
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = event.key === "Delete" || event.key === "Backspace" ? 0 : Number.parseInt(event.key, 10)
    if (!(wanted >= 0 && wanted <= most)) return
    event.preventDefault()
    change(wanted)
    // The arrows go on from there.
    root.current!.querySelectorAll("input")[wanted - 1]?.focus()
  }
  const words = t()
  return (
    <div ref={root} class="rating-editor" onKeyDown={onKeyDown}>
      <div class="rating" role="radiogroup" aria-label={field.label}>
        {Array.from({ length: most }, (_, i) => i + 1).map((each) => (
          <label key={each} onPointerUp={() => onDone(draftOf(each), "stay")}>
            <input
              type="radio"
              class="sr-only"
              name={name}
              aria-label={words.stars(each)}
              checked={each === stars}
              autofocus={each === Math.max(1, stars)}
              onChange={() => change(each)}
            />
            <Star class={`icon${each <= stars ? " filled" : ""}`} size={20} strokeWidth={1.5} aria-hidden="true" />
          </label>
        ))}
      </div>
      {field.isNullable && (
        <Button kind="quiet" onClick={() => onDone(draftOf(0), "stay")}>
          {words.clear}
        </Button>
      )}
    </div>
  )
}

export const ratingEditor: FieldEditorKind = { Editor: RatingEditor, shape: "panel" }
