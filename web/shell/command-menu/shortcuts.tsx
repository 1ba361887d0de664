/** The keys that mean something here and now. */
import { useEffect } from "preact/hooks"
import { t } from "../../i18n/command/index.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { takeEarlyKeys } from "../../ui/early-keys.ts"
import { Keys } from "../../ui/keys.tsx"
import { actions, type Action } from "../actions.ts"

export function Shortcuts({ onClose }: { onClose(): void }) {
  const words = t()
  useEffect(() => void takeEarlyKeys(), [])
  const of = (scope: Action["scope"]): [string, string][] =>
    actions.value.flatMap((action) => (action.scope === scope && action.keys ? [[action.keys, action.label]] : []))
  const hasGrid = document.querySelector("[role=grid]") !== null
  const sections: [string, [string, string][]][] = [
    [words.scopes.selection, of("selection")],
    [words.scopes.page, of("page")],
    [words.scopes.grid, hasGrid ? words.grid : []],
    [words.scopes.app, of("app")],
  ]
  return (
    <Dialog title={words.shortcuts} wide onClose={onClose}>
      <div class="shortcuts">
        {sections.map(([title, keys]) => keys.length > 0 && <Section key={title} title={title} keys={keys} />)}
      </div>
    </Dialog>
  )
}

function Section({ title, keys }: { title: string; keys: [string, string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(([key, label]) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>
              <Keys keys={key} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
