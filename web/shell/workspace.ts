/** The workspace that the page is in, once it is known; and everything that follows from whose page it is. */
import { signal } from "@preact/signals"
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { preferences, type Preferences } from "../i18n/format.ts"
import { speak } from "../i18n/messages.ts"
import {
  compileWorkspace,
  workspaceQuery,
  type Member,
  type WorkspaceAnswer,
  type WorkspaceModel,
} from "../model/workspace-model.ts"

export const workspace = signal<WorkspaceModel | null>(null)
export const workspaceError = signal<ApiError | null>(null)

export async function loadWorkspace(): Promise<void> {
  const { data, error } = await ask<WorkspaceAnswer>("/metadata", { query: workspaceQuery })
  workspaceError.value = error
  if (!data) return
  const model = compileWorkspace(data)
  preferences.value = preferencesOf(model.member)
  await speak(model.member.locale && model.member.locale !== "en" ? model.member.locale : navigator.language)
  workspace.value = model
}

/** What is left to the system is the browser's. */
function preferencesOf({ timeZone, dateFormat, timeFormat, numberFormat }: Member): Preferences {
  return {
    locale: undefined,
    timeZone: timeZone && timeZone !== "system" ? timeZone : undefined,
    dates: (dateFormat ?? "SYSTEM") as Preferences["dates"],
    hours: (timeFormat ?? "SYSTEM") as Preferences["hours"],
    numbers: (numberFormat ?? "SYSTEM") as Preferences["numbers"],
  }
}
