/** Mutation fields → calls of the record engine. */
import { badInput } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { ObjectSchema } from "../../metadata/schema.ts"
import type { Filter } from "../../records/query.ts"
import type { Workspace } from "../../records/workspace.ts"
import { createBatch, createOne, type CreateOptions } from "../../records/create.ts"
import { mergeRecords } from "../../records/merge.ts"
import type { Created } from "../../records/partial.ts"
import { removeRecord, removeRecords, updateRecord, updateRecords } from "../../records/write.ts"
import type { AskedField, Request } from "./collect.ts"
import type { MutationKind } from "./roots.ts"
import { allowArguments, selectRecord } from "./select.ts"

const allowed: Record<MutationKind, ReadonlySet<string>> = {
  createOne: new Set(["data", "upsert", "shareWith"]),
  createMany: new Set(["data", "upsert", "partial", "shareWith"]),
  updateOne: new Set(["id", "data"]),
  updateMany: new Set(["filter", "data"]),
  deleteOne: new Set(["id"]),
  deleteMany: new Set(["filter"]),
  destroyOne: new Set(["id"]),
  destroyMany: new Set(["filter"]),
  restoreOne: new Set(["id"]),
  restoreMany: new Set(["filter"]),
  merge: new Set(["ids", "conflictPriorityIndex", "dryRun"]),
}

/** Runs one mutation field. Returns the JSON text of its answer, and what single records of a partial batch failed for. */
export async function runMutation(
  workspace: Workspace,
  request: Request,
  asked: AskedField,
  { kind, object }: { kind: MutationKind; object: ObjectSchema },
): Promise<Created> {
  if (kind !== "createMany") return { text: await runWhole(workspace, request, asked, { kind, object }), failures: [] }
  allowArguments(asked, allowed.createMany)
  return createBatch(workspace, object, requiredList(asked.arguments, "data"), createOptions(request, asked, object))
}

async function runWhole(
  workspace: Workspace,
  request: Request,
  asked: AskedField,
  { kind, object }: { kind: Exclude<MutationKind, "createMany">; object: ObjectSchema },
): Promise<string> {
  allowArguments(asked, allowed[kind])
  const options = createOptions(request, asked, object)
  const args = asked.arguments
  switch (kind) {
    case "createOne":
      return createOne(workspace, object, required(args, "data", "object"), options)
    case "updateOne":
      return updateRecord(workspace, object, requiredId(args), required(args, "data", "object"), options)
    case "updateMany":
      return updateRecords(workspace, object, requiredFilter(args), required(args, "data", "object"), options)
    case "deleteOne":
    case "destroyOne":
    case "restoreOne":
      return removeRecord(workspace, object, removal(kind), requiredId(args), options)
    case "deleteMany":
    case "destroyMany":
    case "restoreMany":
      return removeRecords(workspace, object, removal(kind), requiredFilter(args), options)
    case "merge":
      return mergeRecords(workspace, object, args, options)
  }
}

function createOptions(request: Request, asked: AskedField, object: ObjectSchema): CreateOptions {
  const { upsert, partial } = asked.arguments
  return { selection: selectRecord(request, asked, object), upsert: upsert === true, partial: partial === true }
}

type RemovalKind = Exclude<MutationKind, "createOne" | "createMany" | "updateOne" | "updateMany" | "merge">

const removal = (kind: RemovalKind) => kind.replace(/(One|Many)$/, "") as "delete" | "destroy" | "restore"

function required(args: Record<string, unknown>, name: string, type: string): unknown {
  if (args[name] === undefined || args[name] === null) throw badInput(`Missing required argument: "${name}" (${type})`)
  return args[name]
}

function requiredList(args: Record<string, unknown>, name: string): unknown[] {
  const value = required(args, name, "array")
  return Array.isArray(value) ? value : [value]
}

function requiredId(args: Record<string, unknown>): string {
  if (!isUuid(args.id)) throw badInput('Missing required argument: "id" (UUID)')
  return args.id
}

export function requiredFilter(args: Record<string, unknown>): Filter {
  return required(args, "filter", "object") as Filter
}
