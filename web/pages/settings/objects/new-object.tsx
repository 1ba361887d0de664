import { useLocation } from "preact-iso"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { changeOrTell } from "../answered.ts"
import { Section } from "../../../ui/section.tsx"
import { Loaded, SettingsPage } from "../parts.tsx"
import { useModel } from "./model.ts"
import { ObjectForm, type ObjectValues } from "./object-form.tsx"

const empty = { labelSingular: "", labelPlural: "", nameSingular: "", namePlural: "", description: "", icon: "" }

export default function NewObjectPage() {
  const { route } = useLocation()
  const answer = useModel()
  const { objects } = modelSentences()
  const create = async ({ description, icon, ...names }: ObjectValues) => {
    const problem = await changeOrTell(
      `mutation ($object: CreateObjectInput!) { createOneObject(input: { object: $object }) { id } }`,
      { object: { ...names, description: description || null, icon: icon || null } },
    )
    if (problem) return problem
    await reloadWorkspace()
    route(`/settings/objects/${names.namePlural}`)
    return undefined
  }
  return (
    <SettingsPage title={objects.new} parent={{ href: "/settings/objects", label: sentences().pages.objects.title }}>
      <Section title={objects.newTitle} text={objects.newText}>
        <Loaded of={answer}>
          {(model) => (
            <ObjectForm
              start={empty}
              action={t().app.create}
              taken={model.objects.edges.flatMap(({ node }) => [node.nameSingular, node.namePlural])}
              onSave={create}
            />
          )}
        </Loaded>
      </Section>
    </SettingsPage>
  )
}
