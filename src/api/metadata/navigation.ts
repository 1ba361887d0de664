/** The menu on `/metadata`. */
import {
  createNavigation,
  deleteNavigation,
  findNavigationItem,
  listNavigation,
  updateNavigation,
  type NavigationItem,
} from "../../metadata/navigation.ts"
import type { RootQuery } from "../../records/query.ts"
import { readRecords } from "../../records/read.ts"
import { selectWhole } from "../../records/select-field.ts"
import { inTransaction } from "../../records/transaction.ts"
import type { Workspace } from "../../records/workspace.ts"
import { customApplication } from "./present.ts"
import { openCurrent, type MetadataRequest } from "./request.ts"

interface Update {
  id: string
  update: unknown
}

export function navigationResolvers(request: MetadataRequest) {
  const scope = () => openCurrent(request)
  /** All or none. */
  const each = async <T>(inputs: readonly T[], work: (own: Workspace, input: T) => Promise<NavigationItem>) => {
    const workspace = await scope()
    const items = await inTransaction(workspace, async (own) => {
      const done: NavigationItem[] = []
      for (const input of inputs) done.push(await work(own, input))
      return done
    })
    return present(workspace, items)
  }
  const create = async (inputs: readonly unknown[]) => {
    const workspace = await scope()
    return present(workspace, await createNavigation(workspace, inputs))
  }
  const update = (inputs: readonly Update[]) => each(inputs, (own, { id, update }) => updateNavigation(own, id, update))
  const remove = (ids: readonly string[]) => each(ids, deleteNavigation)
  return {
    async navigationMenuItems() {
      const workspace = await scope()
      return present(workspace, await listNavigation(workspace))
    },
    async navigationMenuItem({ id }: { id: string }) {
      const workspace = await scope()
      const found = await findNavigationItem(workspace, id)
      return found && present(workspace, [found])[0]
    },
    createNavigationMenuItem: async ({ input }: { input: unknown }) => (await create([input]))[0],
    createManyNavigationMenuItems: ({ inputs }: { inputs: unknown[] }) => create(inputs),
    updateNavigationMenuItem: async ({ input }: { input: Update }) => (await update([input]))[0],
    updateManyNavigationMenuItems: ({ inputs }: { inputs: Update[] }) => update(inputs),
    deleteNavigationMenuItem: async ({ id }: { id: string }) => (await remove([id]))[0],
    deleteManyNavigationMenuItems: ({ ids }: { ids: string[] }) => remove(ids),
  }
}

/** The records that items lead to are read when they are asked for, in one statement for the whole list. */
function present(workspace: Workspace, items: readonly NavigationItem[]) {
  let identifiers: Promise<Map<string, Identifier>> | undefined
  return items.map((item) => ({
    ...item,
    applicationId: customApplication,
    async targetRecordIdentifier() {
      identifiers ??= readIdentifiers(workspace, items)
      return (await identifiers).get(item.id) ?? null
    },
  }))
}

interface Identifier {
  id: string
  labelIdentifier: string
  imageIdentifier: string | null
}

async function readIdentifiers(workspace: Workspace, items: readonly NavigationItem[]) {
  const queries = items.flatMap((item) => recordQuery(workspace, item) ?? [])
  const texts = await readRecords(workspace, queries)
  return new Map(
    queries.flatMap((query, i): [string, Identifier][] => {
      const text = texts[i]
      if (text == null) return []
      const { id, label, image } = JSON.parse(text) as { id: string; label?: unknown; image?: unknown }
      return [[query.key, { id, labelIdentifier: asText(label), imageIdentifier: image ? asText(image) : null }]]
    }),
  )
}

function recordQuery(workspace: Workspace, item: NavigationItem): RootQuery | null {
  const object = workspace.schema.byId.get(item.targetObjectMetadataId ?? "")
  if (!object?.isActive || item.targetRecordId === null || !workspace.access.may("read", object)) return null
  const id = object.fields.find((field) => field.name === "id")!
  const selection = [
    selectWhole("id", id),
    ...(workspace.access.sees(object.labelField) ? [selectWhole("label", object.labelField)] : []),
    ...(object.imageField && workspace.access.sees(object.imageField) ? [selectWhole("image", object.imageField)] : []),
  ]
  return { kind: "one", key: item.id, object, filter: { id: { eq: item.targetRecordId } }, selection }
}

/** A full name is first name and last name; of other composites the first part that is filled in is shown. */
function asText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "")
  const { firstName, lastName, ...rest } = value as Record<string, unknown>
  const names = [firstName, lastName].filter((name) => typeof name === "string" && name !== "")
  return names.length > 0
    ? names.join(" ")
    : String(Object.values(rest).find((part) => typeof part === "string" && part) ?? "")
}
