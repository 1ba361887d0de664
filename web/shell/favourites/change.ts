/** Changes of the favourites: shown at once, taken back if the server refuses, and to be undone. */
import { ask } from "../../api/graphql.ts"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import type { Favourite, FavouriteTarget } from "../../model/workspace-model.ts"
import { perform, type Step } from "../../store/undo.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { say } from "../toasts.tsx"
import { workspace } from "../workspace.ts"

/** Of the favourites that it is about, how they were and how they are to be. */
export interface Change {
  /** for people */
  text: string
  before: readonly Favourite[]
  after: readonly Favourite[]
}

/** What is kept is let go, what is not is kept, last of all. */
export function toggleFavourite(kept: Favourite | undefined, name: string, target: FavouriteTarget): Promise<boolean> {
  const text = t().shell.favouriteOf(name)
  const change = kept ? { text, before: [kept], after: [] } : { text, before: [], after: [newFavourite(target)] }
  return perform(changeStep(change))
}

/** Outside of folders, behind everything that is there. */
export function newFavourite(target: FavouriteTarget): Favourite {
  const position = Math.max(-1, ...workspace.peek()!.favourites.map((each) => each.position)) + 1
  return { id: uuidv7(), folderId: null, position, ...target }
}

export function changeStep({ text, before, after }: Change): Step {
  return {
    text,
    run: () => write(before, after),
    undo: async () => ((await write(after, before)) ? "done" : "failed"),
  }
}

async function write(before: readonly Favourite[], after: readonly Favourite[]): Promise<boolean> {
  show(before, after)
  // One after the other: what is let go of has to be there first.
  const sent = Promise.allSettled([latest]).then(() => send(before, after))
  latest = sent
  const error = await sent
  if (!error) return true
  show(after, before)
  say({ kind: "error", text: sentenceOf(error), details: error.requestId })
  return false
}

let latest: Promise<unknown> = Promise.resolve()

function show(before: readonly Favourite[], after: readonly Favourite[]): void {
  const current = workspace.peek()!
  const others = without(current.favourites, before)
  workspace.value = { ...current, favourites: [...others, ...after].toSorted((a, b) => a.position - b.position) }
}

/** Folders are there before something comes into them, and empty before they go: the server deletes what is in them. */
async function send(before: readonly Favourite[], after: readonly Favourite[]): Promise<ApiError | null> {
  const added = without(after, before)
  const stays = without(after, added)
  const gone = without(before, after)
  const requests: [string, object][] = []
  if (added.length > 0) requests.push([create, { inputs: added.map(inputOf) }])
  if (stays.length > 0)
    requests.push([update, { inputs: stays.map(({ id, ...each }) => ({ id, update: placeOf(each) })) }])
  if (gone.length > 0) requests.push([remove, { ids: gone.map(({ id }) => id) }])
  for (const [query, variables] of requests) {
    const { error } = await ask("/metadata", { query, variables: { ...variables } })
    if (error) return error
  }
  return null
}

const create = `mutation ($inputs: [CreateNavigationMenuItemInput!]!) { createManyNavigationMenuItems(inputs: $inputs) { id } }`
const update = `mutation ($inputs: [UpdateOneNavigationMenuItemInput!]!) { updateManyNavigationMenuItems(inputs: $inputs) { id } }`
const remove = `mutation ($ids: [UUID!]!) { deleteManyNavigationMenuItems(ids: $ids) { id } }`

const without = (all: readonly Favourite[], some: readonly Favourite[]) =>
  all.filter(({ id }) => !some.some((each) => each.id === id))

type Placed = Omit<Favourite, "id"> & { name?: string }

const placeOf = ({ folderId, position, name }: Placed) => ({ folderId, position, ...(name !== undefined && { name }) })

function inputOf(favourite: Favourite): object {
  const { userWorkspaceId } = workspace.peek()!
  return { id: favourite.id, userWorkspaceId, ...placeOf(favourite), ...targetOf(favourite) }
}

function targetOf(target: FavouriteTarget): object {
  switch (target.kind) {
    case "record":
      return { type: "RECORD", targetObjectMetadataId: target.object.id, targetRecordId: target.recordId }
    case "view":
      return { type: "VIEW", viewId: target.view.id }
    case "object":
      return { type: "OBJECT", targetObjectMetadataId: target.object.id }
    case "link":
      return { type: "LINK", link: target.link }
    case "folder":
      return { type: "FOLDER" }
  }
}
