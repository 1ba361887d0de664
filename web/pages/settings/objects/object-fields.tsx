import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrSay } from "../answered.ts"
import { typeIcon } from "./field-types.ts"
import { fieldsOf, type ModelField, type ModelObject } from "./model.ts"

interface ObjectFieldsProps {
  object: ModelObject
  onChanged(): Promise<void>
}

export function ObjectFields({ object, onChanged }: ObjectFieldsProps) {
  const { object: sentence } = modelSentences()
  const all = fieldsOf(object).toSorted((a, b) => a.label.localeCompare(b.label))
  const inactive = all.filter(({ isActive }) => !isActive)
  const activate = async (id: string) => {
    const data = await changeOrSay(
      `mutation ($id: UUID!) { updateOneField(input: { id: $id, update: { isActive: true } }) { id } }`,
      { id },
    )
    if (data) await Promise.all([onChanged(), reloadWorkspace()])
  }
  return (
    <>
      <Section title={sentence.fields}>
        <table class="settings-table">
          <thead>
            <tr>
              <th scope="col">{sentence.name}</th>
              <th scope="col">{sentence.type}</th>
              <th scope="col">{sentence.kind}</th>
            </tr>
          </thead>
          <tbody>
            {all
              .filter(({ isActive }) => isActive)
              .map((field) => (
                <Row key={field.id} object={object} field={field} />
              ))}
          </tbody>
        </table>
      </Section>
      {inactive.length > 0 && (
        <Section title={sentence.inactive} text={sentence.inactiveText}>
          <ul class="rows">
            {inactive.map((field) => (
              <li key={field.id}>
                <span class="what">
                  <a href={addressOf(object, field)}>{field.label}</a>
                </span>
                <Button aria-label={sentence.activateNamed(field.label)} onClick={() => void activate(field.id)}>
                  {sentence.activate}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const addressOf = (object: ModelObject, field: ModelField) =>
  `/settings/objects/${object.namePlural}/fields/${field.name}`

function Row({ object, field }: { object: ModelObject; field: ModelField }) {
  const { object: sentence, types } = modelSentences()
  const Icon = typeIcon(field.type)
  const target = field.relation?.targetObjectMetadata.labelPlural
  return (
    <tr>
      <th scope="row">
        <a class="person" href={addressOf(object, field)}>
          <bdi>{field.label}</bdi>
          {object.labelIdentifierFieldMetadataId === field.id && <Tag color="teal">{sentence.label}</Tag>}
          {field.isUnique && <Tag color="blue">{sentence.unique}</Tag>}
        </a>
      </th>
      <td data-label={sentence.type}>
        <span class="person">
          <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
          {types[field.type]?.label ?? field.type}
          {target && <span class="muted">{target}</span>}
        </span>
      </td>
      <td data-label={sentence.kind}>
        <Tag color={field.isCustom ? "violet" : "grey"}>{field.isCustom ? sentence.custom : sentence.standard}</Tag>
      </td>
    </tr>
  )
}
