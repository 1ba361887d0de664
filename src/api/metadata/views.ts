/** Views and their parts on `/metadata`. */
import type { ViewPart } from "../../metadata/view-columns.ts"
import {
  createParts,
  createView,
  findPart,
  findView,
  listParts,
  listViews,
  removePart,
  removeView,
  updatePart,
  updateView,
  type View,
  type ViewScope,
} from "../../metadata/views.ts"
import { openCurrent, type MetadataRequest } from "./request.ts"
import { formerName } from "./sdl-views.ts"

type Resolver = (args: never) => Promise<unknown>

export function viewResolvers(request: MetadataRequest): Record<string, Resolver> {
  const resolvers: Record<string, Resolver> = {
    ...ofViews(request),
    ...ofFilterGroups(request),
    ...ofPart(request, "viewField"),
    ...ofPart(request, "viewFieldGroup"),
    ...ofPart(request, "viewFilter"),
    ...ofPart(request, "viewSort"),
    ...ofPart(request, "viewGroup"),
  }
  for (const [name, resolver] of Object.entries(resolvers)) resolvers[formerName(name)!] = resolver
  return resolvers
}

interface Named {
  id: string
}

interface Update extends Named {
  update: unknown
}

function ofViews(request: MetadataRequest) {
  const scope = () => openCurrent(request)
  return {
    async getViews({ objectMetadataId, viewTypes }: { objectMetadataId?: string; viewTypes?: string[] }) {
      return (await listViews(await scope(), { objectMetadataId, types: viewTypes })).map(presentView)
    },
    async getView({ id }: Named) {
      const found = await findView(await scope(), id)
      return found && presentView(found)
    },
    async createView({ input }: { input: unknown }) {
      return presentView(await createView(await scope(), input))
    },
    async updateView({ id, input }: Named & { input: unknown }) {
      return presentView(await updateView(await scope(), id, input))
    },
    async deleteView({ id }: Named) {
      return Boolean(await removeView(await scope(), id, "delete"))
    },
    async destroyView({ id }: Named) {
      return Boolean(await removeView(await scope(), id, "destroy"))
    },
  }
}

function ofFilterGroups(request: MetadataRequest) {
  const scope = () => openCurrent(request)
  const part = "viewFilterGroup"
  return {
    ...reading(request, part),
    async createViewFilterGroup({ input }: { input: unknown }) {
      return (await createParts(await scope(), part, [input]))[0]
    },
    async updateViewFilterGroup({ id, input }: Named & { input: unknown }) {
      return updatePart(await scope(), part, id, input)
    },
    async deleteViewFilterGroup({ id }: Named) {
      return Boolean(await removePart(await scope(), part, id, "delete"))
    },
    async destroyViewFilterGroup({ id }: Named) {
      return Boolean(await removePart(await scope(), part, id, "destroy"))
    },
  }
}

/** The operations of a part that is named inside its input. */
function ofPart(request: MetadataRequest, part: ViewPart): Record<string, Resolver> {
  const scope = () => openCurrent(request)
  const name = typeName(part)
  const removal = (how: "delete" | "destroy") => async (args: { input: Named }) => {
    const opened = await scope()
    const removed = await removePart(opened, part, args.input.id, how)
    return part === "viewSort" ? true : (await presentParts(opened, part, [removed]))[0]
  }
  const create = async (inputs: unknown[]) => {
    const opened = await scope()
    return presentParts(opened, part, await createParts(opened, part, inputs))
  }
  const update = async ({ id, update }: Update) => {
    const opened = await scope()
    return (await presentParts(opened, part, [await updatePart(opened, part, id, update)]))[0]
  }
  return {
    ...reading(request, part),
    [`create${name}`]: async ({ input }: { input: unknown }) => (await create([input]))[0],
    [`createMany${name}s`]: ({ inputs }: { inputs: unknown[] }) => create(inputs),
    [`update${name}`]: ({ input }: { input: Update }) => update(input),
    async [`updateMany${name}s`]({ inputs }: { inputs: Update[] }) {
      const updated: unknown[] = []
      for (const input of inputs) updated.push(await update(input))
      return updated
    },
    [`delete${name}`]: removal("delete"),
    [`destroy${name}`]: removal("destroy"),
  }
}

function reading(request: MetadataRequest, part: ViewPart): Record<string, Resolver> {
  const name = typeName(part)
  return {
    async [`get${name}s`]({ viewId }: { viewId?: string | null }) {
      const scope = await openCurrent(request)
      return presentParts(scope, part, await listParts(scope, part, viewId ?? null))
    },
    async [`get${name}`]({ id }: Named) {
      const scope = await openCurrent(request)
      const found = await findPart(scope, part, id)
      return found && (await presentParts(scope, part, [found]))[0]
    },
  }
}

const typeName = (part: ViewPart) => `V${part.slice(1)}`

// --- presenting -----------------------------------------------------------------------------------------------------

export function presentView(view: View) {
  return {
    ...view,
    isActive: true,
    kanbanFieldMetadataId: view.mainGroupByFieldMetadataId,
    viewFields: view.viewFields.map(presentPart),
    viewFieldGroups: view.viewFieldGroups.map((group) => presentGroup(group, view.viewFields)),
  }
}

/** Sections show the fields that are in them, which are looked up for all of them at once. */
export async function presentParts(scope: ViewScope, part: ViewPart, rows: readonly { viewId: string }[]) {
  if (part !== "viewFieldGroup" || rows.length === 0) return rows.map(presentPart)
  const [first] = rows
  const viewId = rows.every((row) => row.viewId === first!.viewId) ? first!.viewId : null
  const fields = await listParts(scope, "viewField", viewId)
  return (rows as View["viewFieldGroups"]).map((group) => presentGroup(group, fields))
}

/** Members that only fields of views have are left out by whoever does not ask for them. */
function presentPart<T extends object>(part: T) {
  return "fieldMetadataId" in part && "size" in part ? { ...part, isActive: true, isOverridden: false } : part
}

function presentGroup(group: View["viewFieldGroups"][number], fields: View["viewFields"]) {
  const viewFields = fields.filter((field) => field.viewFieldGroupId === group.id).map(presentPart)
  return { ...group, isActive: true, isOverridden: false, viewFields }
}
