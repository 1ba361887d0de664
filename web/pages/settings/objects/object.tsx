/** P-76: one object: its fields, and what it is. */
import { useLocation, useRoute } from "preact-iso"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { NotFound } from "../../../shell/problems.tsx"
import { Tabs } from "../../../ui/tabs.tsx"
import { Loaded, SettingsPage } from "../parts.tsx"
import { objectNamed, useModel } from "./model.ts"
import { ObjectFields } from "./object-fields.tsx"
import { ObjectSettings } from "./object-settings.tsx"

export default function ObjectPage() {
  const plural = useRoute().params.plural
  const { query, route } = useLocation()
  const answer = useModel()
  const { object: sentence } = modelSentences()
  const found = answer.data && objectNamed(answer.data, plural)
  if (answer.data && !found) return <NotFound />
  const tab = query.tab === "settings" ? "settings" : "fields"
  return (
    <SettingsPage
      title={found?.labelPlural ?? ""}
      parent={{ href: "/settings/objects", label: sentences().pages.objects.title }}
      wide={tab === "fields"}
      actions={
        <a class="button primary" href={`/settings/objects/${plural}/fields/new`}>
          {sentence.newField}
        </a>
      }
    >
      <Loaded of={answer}>
        {(model) => (
          <Tabs
            label={found!.labelPlural}
            tabs={[
              { name: "fields", label: sentence.fields },
              { name: "settings", label: sentence.settings },
            ]}
            current={tab}
            onChoose={(name) => route(`/settings/objects/${plural}?tab=${name}`, true)}
          >
            {tab === "fields" ? (
              <ObjectFields object={found!} onChanged={answer.reload} />
            ) : (
              <ObjectSettings model={model} object={found!} onChanged={answer.reload} />
            )}
          </Tabs>
        )}
      </Loaded>
    </SettingsPage>
  )
}
