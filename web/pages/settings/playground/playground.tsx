/** P-82: the APIs, tried out as whoever is signed in. Nothing is asked of any other host. */
import { useLocation } from "preact-iso"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { Tabs } from "../../../ui/tabs.tsx"
import { SettingsPage } from "../parts.tsx"
import { GraphqlPlayground } from "./graphql-playground.tsx"
import { RestPlayground } from "./rest-playground.tsx"

export default function PlaygroundPage() {
  const { query, route } = useLocation()
  const { playground } = developerSentences()
  const tab = query.tab === "graphql" ? "graphql" : "rest"
  return (
    <SettingsPage title={sentences().pages.playground.title} wide>
      <p class="note">{playground.text}</p>
      <Tabs
        label={sentences().pages.playground.title}
        tabs={[
          { name: "rest", label: "REST" },
          { name: "graphql", label: "GraphQL" },
        ]}
        current={tab}
        onChoose={(name) => route(`/settings/playground?tab=${name}`, true)}
      >
        {tab === "rest" ? <RestPlayground /> : <GraphqlPlayground />}
      </Tabs>
    </SettingsPage>
  )
}
