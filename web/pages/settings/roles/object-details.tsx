/** What a role may do with the fields of an object, and with which of its records. */
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import type { PartProps } from "./permissions-tab.tsx"
import type { Person, RoleObject } from "./role.ts"
import { keys, type RuleSet } from "./role-draft.ts"
import { RuleEditor } from "./rule-editor.tsx"

interface ObjectDetailsProps extends PartProps {
  object: RoleObject
  people: readonly Person[]
}

/** By what every record is found and shown. */
const unhideable = new Set(["id", "createdAt", "updatedAt", "deletedAt", "position", "searchVector"])

export function ObjectDetails({ draft, isFixed, change, object, people }: ObjectDetailsProps) {
  const { details, matrix } = roleSentences()
  const fields = object.fieldsList
    .filter(({ isActive, isSystem, name }) => isActive && !isSystem && !unhideable.has(name))
    .toSorted((a, b) => a.label.localeCompare(b.label))
  return (
    <div class="object-details">
      {(["SEE", "EDIT"] as const).map((scope) => (
        <RuleEditor
          key={scope}
          title={scope === "SEE" ? details.seeRules : details.editRules}
          object={object}
          people={people}
          isFixed={isFixed}
          set={draft[keys.rules(object.id, scope)] as RuleSet}
          onSet={(set) => change({ ...draft, [keys.rules(object.id, scope)]: set })}
        />
      ))}
      <table class="settings-table matrix">
        <caption>{details.fields}</caption>
        <thead>
          <tr>
            <th scope="col">{details.field}</th>
            <th scope="col">{matrix.actions.read}</th>
            <th scope="col">{matrix.actions.update}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ id, label }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {(["see", "edit"] as const).map((right) => (
                <td key={right}>
                  <input
                    type="checkbox"
                    aria-label={matrix.cell(right === "see" ? matrix.actions.read : matrix.actions.update, label)}
                    checked={draft[keys.field(id, right)] === true && draft[keys.field(id, "see")] === true}
                    disabled={isFixed || (right === "edit" && draft[keys.field(id, "see")] !== true)}
                    onChange={(event) => change({ ...draft, [keys.field(id, right)]: event.currentTarget.checked })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
