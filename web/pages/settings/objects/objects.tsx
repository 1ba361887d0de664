/** P-76: what kinds of records the workspace keeps. */
import { useState } from "preact/hooks"
import { formatNumber } from "../../../i18n/format.ts"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { ObjectIcon } from "../../../ui/icon.tsx"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrSay } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { fieldsOf, objectsOf, recordsOf, useModel, type Model, type ModelObject } from "./model.ts"

export default function ObjectsPage() {
  const answer = useModel()
  const { objects } = modelSentences()
  return (
    <SettingsPage
      title={sentences().pages.objects.title}
      wide
      actions={
        <a class="button primary" href="/settings/objects/new">
          {objects.new}
        </a>
      }
    >
      <Loaded of={answer}>{(model) => <Lists model={model} onChanged={answer.reload} />}</Loaded>
    </SettingsPage>
  )
}

function Lists({ model, onChanged }: { model: Model; onChanged(): Promise<void> }) {
  const [search, setSearch] = useState("")
  const { objects } = modelSentences()
  const wanted = search.trim().toLowerCase()
  const found = objectsOf(model).filter(({ labelPlural, labelSingular }) =>
    `${labelPlural} ${labelSingular}`.toLowerCase().includes(wanted),
  )
  const inactive = found.filter(({ isActive }) => !isActive)
  const activate = async (id: string) => {
    const data = await changeOrSay(
      `mutation ($id: UUID!) { updateOneObject(input: { id: $id, update: { isActive: true } }) { id } }`,
      { id },
    )
    if (data) await Promise.all([onChanged(), reloadWorkspace()])
  }
  return (
    <>
      <Section title={objects.active} text={objects.text}>
        <input
          type="search"
          aria-label={objects.search}
          placeholder={objects.search}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <table class="settings-table">
          <thead>
            <tr>
              <th scope="col">{objects.name}</th>
              <th scope="col">{objects.kind}</th>
              <th scope="col" class="number">
                {objects.fields}
              </th>
              <th scope="col" class="number">
                {objects.records}
              </th>
            </tr>
          </thead>
          <tbody>
            {found
              .filter(({ isActive }) => isActive)
              .map((object) => (
                <Row key={object.id} object={object} records={recordsOf(model, object)} />
              ))}
          </tbody>
        </table>
      </Section>
      {inactive.length > 0 && (
        <Section title={objects.inactive} text={objects.inactiveText}>
          <ul class="rows">
            {inactive.map((object) => (
              <li key={object.id}>
                <ObjectIcon name={object.icon} />
                <span class="what">
                  <a href={`/settings/objects/${object.namePlural}`}>{object.labelPlural}</a>
                </span>
                <Button aria-label={objects.activateNamed(object.labelPlural)} onClick={() => void activate(object.id)}>
                  {objects.activate}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Row({ object, records }: { object: ModelObject; records: number | undefined }) {
  const { objects } = modelSentences()
  return (
    <tr>
      <th scope="row">
        <a class="person" href={`/settings/objects/${object.namePlural}`}>
          <ObjectIcon name={object.icon} />
          <bdi>{object.labelPlural}</bdi>
        </a>
      </th>
      <td data-label={objects.kind}>
        <Tag color={object.isCustom ? "violet" : "grey"}>{object.isCustom ? objects.custom : objects.standard}</Tag>
      </td>
      <td class="number" data-label={objects.fields}>
        {formatNumber(fieldsOf(object).filter(({ isActive }) => isActive).length)}
      </td>
      <td class="number" data-label={objects.records}>
        {records === undefined ? "–" : formatNumber(records)}
      </td>
    </tr>
  )
}
