/** Settings of the member who is signed in: kept on the server, so that every device follows. */
import { reloadWorkspace, workspace } from "../../shell/workspace.ts"
import { change } from "./answered.ts"
import type { ApiError } from "../../api/send.ts"

/** @returns what went wrong; null when it is saved and shown */
export async function saveMember(update: Record<string, unknown>): Promise<ApiError | null> {
  const workspaceMemberId = workspace.value!.member.id
  const { error } = await change(
    `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
    { input: { workspaceMemberId, update } },
  )
  if (!error) await reloadWorkspace()
  return error
}
