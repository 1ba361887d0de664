/** The workspace that the page is in, once it is known; and everything that follows from whose page it is. */
import { signal } from "@preact/signals"
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { preferences, type Preferences } from "../i18n/format.ts"
import { speak } from "../i18n/messages.ts"
import { compileWorkspace, type Member, type WorkspaceAnswer, type WorkspaceModel } from "../model/workspace-model.ts"
import { workspaceQuery } from "../model/workspace-query.ts"
import { me } from "../store/me.ts"
import { keepPictures } from "../store/pictures.ts"
import { adoptScheme } from "./theme.ts"

export const workspace = signal<WorkspaceModel | null>(null)
export const workspaceError = signal<ApiError | null>(null)

export async function loadWorkspace(): Promise<void> {
  const { data, error } = await ask<WorkspaceAnswer>("/metadata", { query: workspaceQuery })
  workspaceError.value = error
  if (!data) return
  const model = compileWorkspace(data)
  preferences.value = preferencesOf(model.member)
  adoptScheme(model.member.colorScheme)
  await speak(preferences.value.locale ?? navigator.language)
  me.value = model.member.id
  keepPictures(picturesIn(data))
  workspace.value = model
}

const picturesIn = ({ currentUser: { workspaceMember, currentWorkspace } }: WorkspaceAnswer) => [
  { id: workspaceMember.id, picture: workspaceMember.avatarUrl },
  { id: currentWorkspace.id, picture: currentWorkspace.logo },
]

const channel = new BroadcastChannel("kith.workspace")

/** Reads the workspace again after it was changed, here and in this browser's other tabs. */
export async function reloadWorkspace(): Promise<void> {
  channel.postMessage("changed")
  await loadWorkspace()
}

/** Begins to follow what other tabs change. @returns what ends it */
export function followWorkspace(): () => void {
  const reload = () => void loadWorkspace()
  channel.addEventListener("message", reload)
  return () => channel.removeEventListener("message", reload)
}

/** What is left to the system is the browser's; so is the language "en", which everybody begins with. */
function preferencesOf({
  locale,
  timeZone,
  dateFormat,
  timeFormat,
  numberFormat,
  calendarStartDay,
}: Member): Preferences {
  return {
    locale: locale && locale !== "en" ? locale : undefined,
    timeZone: timeZone && timeZone !== "system" ? timeZone : undefined,
    dates: (dateFormat ?? "SYSTEM") as Preferences["dates"],
    hours: (timeFormat ?? "SYSTEM") as Preferences["hours"],
    numbers: (numberFormat ?? "SYSTEM") as Preferences["numbers"],
    firstDay: calendarStartDay !== null && calendarStartDay < 7 ? calendarStartDay : undefined,
  }
}
