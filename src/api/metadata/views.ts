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
} from "../../metadata/views.ts"
import { openCurrent, type MetadataRequest } from "./request.ts"
import { formerName } from "./sdl-views.ts"

type Resolver = (args: never) => Promise<unknown>

export function viewResolvers(request: MetadataRequest): Record<string, Resolver> {
  const resolvers: Record<string, Resolver> = {
    ...ofViews(request),
    ...ofFilterGroups(request),
    ...ofPart(request, "viewField"),
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
    const removed = await removePart(await scope(), part, args.input.id, how)
    return part === "viewSort" ? true : presentPart(removed)
  }
  const create = async (inputs: unknown[]) => (await createParts(await scope(), part, inputs)).map(presentPart)
  const update = async ({ id, update }: Update) => presentPart(await updatePart(await scope(), part, id, update))
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
    [`get${name}s`]: async ({ viewId }: { viewId?: string | null }) =>
      (await listParts(await openCurrent(request), part, viewId ?? null)).map(presentPart),
    async [`get${name}`]({ id }: Named) {
      const found = await findPart(await openCurrent(request), part, id)
      return found && presentPart(found)
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
    viewFieldGroups: [],
  }
}

/** Members that only fields of views have are left out by whoever does not ask for them. */
export function presentPart<T extends object>(part: T) {
  return "isVisible" in part && "size" in part
    ? { ...part, isActive: true, isOverridden: false, viewFieldGroupId: null }
    : part
}
