/** Which field of a record is to be changed. */
import { Pencil } from "lucide-preact"
import { excerpt } from "../../fields/field-kind.ts"
import { kindOf } from "../../fields/index.ts"
import { t } from "../../i18n/command/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { valueOf } from "../../store/records.ts"
import { fits } from "../../ui/fits.ts"
import { filled, type Level } from "./level.ts"
import { ItemIcon, Shown } from "./shown.tsx"
import { valueLevel, type Subject } from "./value-level.tsx"

export function fieldLevel(subject: Subject, fields: readonly FieldModel[]): Level {
  const words = t().record
  const { record } = subject
  return {
    label: words.edit,
    prompt: words.whichField,
    groups: (text) =>
      filled([
        {
          label: words.edit,
          items: fields.flatMap((field) => {
            if (!fits(field.label, text)) return []
            const now = kindOf(field).text(valueOf(record, field.name), field)
            return {
              id: field.id,
              shown: (
                <Shown
                  icon={<ItemIcon of={Pencil} />}
                  text={field.label}
                  wanted={text}
                  more={now === null ? undefined : excerpt(now, 60)}
                />
              ),
              into: () => valueLevel(subject, field),
            }
          }),
        },
      ]),
  }
}
