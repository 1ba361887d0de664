/** Keeping a record at hand in the drawer, or no longer. */
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/record/index.ts"
import type { Favourite, WorkspaceModel } from "../../model/workspace-model.ts"
import { workspace } from "../../shell/workspace.ts"
import type { LiveRecord } from "../../store/records.ts"
import { perform, type Step } from "../../store/undo.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { sayError } from "./removal.ts"

export const favouriteOf = (record: LiveRecord): Favourite | undefined =>
  workspace.value?.favourites.find(({ recordId }) => recordId === record.id)

export function toggleFavourite(record: LiveRecord): void {
  void perform(favouriteStep(record, favouriteOf(record) === undefined))
}

function favouriteStep(record: LiveRecord, isWanted: boolean): Step {
  const set = async (wanted: boolean) => {
    const error = wanted ? await add(record) : await remove(record)
    if (error) sayError(error)
    return error === null
  }
  return {
    text: t().favouriteOf(recordName(record)),
    run: () => set(isWanted),
    undo: async () => ((await set(!isWanted)) ? "done" : "failed"),
  }
}

/** Shown at once, and taken back if the server refuses. */
async function add(record: LiveRecord): Promise<ApiError | null> {
  const { favourites, userWorkspaceId } = workspace.peek()!
  const { object, id: recordId } = record
  const added = { id: uuidv7(), object, recordId, label: recordName(record) }
  show([...favourites, added])
  const input = {
    id: added.id,
    type: "RECORD",
    userWorkspaceId,
    targetObjectMetadataId: object.id,
    targetRecordId: recordId,
    position: favourites.length,
  }
  const { error } = await ask("/metadata", {
    query: "mutation ($input: CreateNavigationMenuItemInput!) { createNavigationMenuItem(input: $input) { id } }",
    variables: { input },
  })
  if (error) show(workspace.peek()!.favourites.filter((each) => each !== added))
  return error
}

async function remove(record: LiveRecord): Promise<ApiError | null> {
  const { favourites } = workspace.peek()!
  const removed = favouriteOf(record)
  if (!removed) return null
  show(favourites.filter((each) => each !== removed))
  const { error } = await ask("/metadata", {
    query: "mutation ($id: UUID!) { deleteNavigationMenuItem(id: $id) { id } }",
    variables: { id: removed.id },
  })
  if (error) show(favourites)
  return error
}

function show(favourites: WorkspaceModel["favourites"]): void {
  workspace.value = { ...workspace.peek()!, favourites }
}
