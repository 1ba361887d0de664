/** Workspaces, appearance, the way out. */
import { ask } from "../api/graphql.ts"
import { keepPage, leave } from "../api/session.ts"
import { t } from "../i18n/messages.ts"
import type { Navigate } from "../api/way-in.ts"
import type { MenuGroup } from "../ui/menu.tsx"
import { part } from "../ui/part.ts"
import { sentenceOf } from "../ui/problem.ts"
import type { Density, Theme } from "./appearance.ts"
import { appearance, changeAppearance } from "./theme.ts"
import { say } from "./toasts.tsx"
import { workspace } from "./workspace.ts"

export function accountMenu(go: Navigate): MenuGroup[] {
  const { shell, entry } = t()
  const { workspace: current, otherWorkspaces } = workspace.value!
  const { theme, density } = appearance.value
  const nobody = () => {}
  return [
    ...(otherWorkspaces.length === 0
      ? []
      : [
          {
            label: shell.switchTo,
            items: [
              { label: current.name || entry.unnamed, isChecked: true, onChoose: nobody },
              ...otherWorkspaces.map((other) => ({
                label: other.name || entry.unnamed,
                isChecked: false,
                onChoose: () => void switchTo(other, go),
              })),
            ],
          },
        ]),
    {
      label: shell.theme,
      items: (Object.keys(shell.themes) as Theme[]).map((each) => ({
        label: shell.themes[each],
        isChecked: each === theme,
        onChoose: () => changeAppearance({ theme: each }),
      })),
    },
    {
      label: shell.density,
      items: (Object.keys(shell.densities) as Density[]).map((each) => ({
        label: shell.densities[each],
        isChecked: each === density,
        onChoose: () => changeAppearance({ density: each }),
      })),
    },
    { items: [{ label: shell.signOut, onChoose: () => void signOut() }] },
  ]
}

/** Whoever has come in needs it no more, unless they go elsewhere. */
const wayIn = part(() => import("../api/way-in.ts"))

/** Everything is read anew in the other workspace. */
async function switchTo({ id, name }: { id: string; name: string }, go: Navigate): Promise<void> {
  const way = await wayIn.load()
  if (!way) return
  const token = await way.loginTokenFor(id)
  if (token.data === "") return say({ kind: "warning", text: t().shell.ownWayIn(name) })
  const error =
    token.error ??
    (await way.enterWorkspace(token.data, (path, replace) => {
      if (path === "/two-factor") go(path, replace)
      else location.assign("/")
    }))
  if (error) say({ kind: "error", text: sentenceOf(error), details: error.requestId })
}

/** The session ends on the server too; whoever is offline at least leaves this device. */
async function signOut(): Promise<void> {
  // Nobody signs in to sign out.
  keepPage(false)
  const { data } = await ask<{ currentUserSessions: { id: string; isCurrent: boolean }[] }>("/metadata", {
    query: "{ currentUserSessions { id isCurrent } }",
  })
  const own = data?.currentUserSessions.find((each) => each.isCurrent)
  if (own)
    await ask("/metadata", {
      query: "mutation ($id: UUID!) { endSession(id: $id) { success } }",
      variables: { id: own.id },
    })
  leave()
  location.assign("/sign-in")
}
