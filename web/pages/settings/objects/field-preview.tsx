/** How a field looks in a table, with something in it. */
import { kindOf } from "../../../fields/index.ts"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import type { FieldModel, ObjectModel } from "../../../model/workspace-model.ts"
import { Chip } from "../../../ui/tag.tsx"
import { finishedOptions, nameOf, type FieldDraft } from "./field-draft.ts"
import { sampleOf, typeIcon } from "./field-types.ts"

export function FieldPreview({ draft, target }: { draft: FieldDraft; target: string | undefined }) {
  const { fieldForm, types } = modelSentences()
  const Icon = typeIcon(draft.type)
  return (
    <figure class="field-preview">
      <figcaption class="muted">{fieldForm.preview}</figcaption>
      <div class="head">
        <Icon class="icon" size={14} strokeWidth={1.5} aria-hidden="true" />
        <bdi>{draft.label || types[draft.type]?.label}</bdi>
      </div>
      <div class="cell">{draft.type === "RELATION" ? <Chip>{target ?? "…"}</Chip> : shown(draft)}</div>
    </figure>
  )
}

function shown(draft: FieldDraft) {
  const { type, label, decimals, isPercent, currency } = draft
  const options = finishedOptions(draft.options).map((option) => ({ id: option.value, ...option }))
  const field: FieldModel = {
    id: "preview",
    name: nameOf(draft),
    type,
    label,
    object: nothing,
    isSystem: false,
    isNullable: true,
    isUnique: false,
    canEdit: false,
    isLocked: false,
    canFill: false,
    defaultValue: null,
    options: type === "RATING" ? stars : options,
    settings: { ...(decimals !== "" && { decimals: Number(decimals) }), ...(isPercent && { type: "percentage" }) },
    relation: null,
    targets: [],
  }
  return kindOf(field).show(sampleOf(type, { options, currency, isPercent }), field)
}

const stars = [1, 2, 3, 4, 5].map((n) => ({
  id: String(n),
  value: `RATING_${n}`,
  label: String(n),
  color: "blue",
  position: n,
}))

/** What a previewed field belongs to. */
const nothing: ObjectModel = {
  id: "preview",
  nameSingular: "",
  namePlural: "",
  labelSingular: "",
  labelPlural: "",
  icon: null,
  isSystem: false,
  can: { create: false, update: false, delete: false, restore: false, destroy: false },
  fields: [],
  byName: new Map(),
  byId: new Map(),
  labelField: undefined,
  duplicateFields: [],
  views: [],
}
