/** Ways to the pages of the settings from everywhere, as far as they are for the role. */
import { sentences } from "../../i18n/settings/index.ts"
import type { Action } from "../../shell/actions.ts"
import { navigate } from "../../shell/navigate.ts"
import { permittedPages } from "./pages.ts"

export function settingsWays(): Action[] {
  const { frame, pages } = sentences()
  return permittedPages().map(({ name, icon }) => ({
    id: `settings-${name}`,
    label: `${frame.title}: ${pages[name].title}`,
    icon,
    scope: "app",
    isWay: true,
    run: () => navigate(`/settings/${name}`),
  }))
}
