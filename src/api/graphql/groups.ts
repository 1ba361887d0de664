/** `{plural}GroupBy` → groups of the record engine. */
import { badInput } from "../../errors.ts"
import type { ObjectSchema } from "../../metadata/schema.ts"
import type { Filter, GroupPart, Groups } from "../../records/query.ts"
import { withView, withViewParts } from "../../records/view.ts"
import type { Workspace } from "../../records/workspace.ts"
import { collectFields, type AskedField, type Request } from "./collect.ts"
import { allowArguments, connectionPart, count, orderList, requireMembers, typeName } from "./select.ts"

/** `first` is how many records each group shows. */
const groupArguments = new Set([
  "groupBy",
  "filter",
  "orderBy",
  "orderByForRecords",
  "offsetForRecords",
  "first",
  "viewId",
  "viewFilter",
  "limit",
])

export async function selectGroups(
  workspace: Workspace,
  request: Request,
  asked: AskedField,
  object: ObjectSchema,
): Promise<Groups> {
  const type = `${typeName(object)}GroupByConnection`
  requireMembers(asked, type)
  allowArguments(asked, groupArguments)
  const { groupBy, filter, orderBy, orderByForRecords, offsetForRecords, first, viewId, viewFilter, limit } =
    asked.arguments
  if (groupBy == null) throw badInput('Missing required argument: "groupBy" (list)')
  const groups: Groups = {
    groupBy: Array.isArray(groupBy) ? groupBy : [groupBy],
    filter: (filter ?? null) as Filter | null,
    orderBy: orderList(orderBy),
    limit: count(limit, "limit", "INVALID_ARGS_LIMIT"),
    records: {
      orderBy: orderList(orderByForRecords),
      offset: count(offsetForRecords, "offsetForRecords", "INVALID_ARGS_OFFSET"),
      first: count(first, "first", "INVALID_ARGS_FIRST"),
    },
    parts: collectFields(request, asked.selectionSets, type).map((part) => groupPart(request, part, object, type)),
  }
  return withViewParts(workspace, object, await withView(workspace, object, groups, viewId), viewFilter)
}

function groupPart(request: Request, asked: AskedField, object: ObjectSchema, type: string): GroupPart {
  if (asked.name === "groupByDimensionValues") return { kind: "dimensions", key: asked.key }
  return connectionPart(request, asked, object, 0, type)
}
