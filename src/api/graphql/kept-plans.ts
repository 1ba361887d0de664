/** Selections that depend on no variable are planned once per document and schema. */
import { Kind, type FieldNode, type SelectionSetNode, visit, BREAK } from "graphql"
import type { ObjectSchema } from "../../metadata/schema.ts"
import type { Selection } from "../../records/query.ts"
import type { AskedField, Request } from "./collect.ts"

const plans = new WeakMap<ObjectSchema, WeakMap<FieldNode, Selection>>()

/** The plan of this very place in the document, made by `plan` when there is none yet. */
export function keptPlan(request: Request, asked: AskedField, object: ObjectSchema, plan: () => Selection): Selection {
  const [node] = asked.nodes
  if (!node || asked.nodes.length > 1 || !isConstant(request, node)) return plan()
  let kept = plans.get(object)
  if (!kept) plans.set(object, (kept = new WeakMap()))
  const known = kept.get(node)
  if (known) return known
  const selection = plan()
  kept.set(node, selection)
  return selection
}

const constants = new WeakMap<FieldNode, boolean>()

/** True when nothing below the field, fragments included, mentions a variable. */
function isConstant(request: Request, node: FieldNode): boolean {
  const known = constants.get(node)
  if (known !== undefined) return known
  const result = node.selectionSet !== undefined && !mentionsVariable(request, node.selectionSet, new Set())
  constants.set(node, result)
  return result
}

function mentionsVariable(request: Request, set: SelectionSetNode, visited: Set<string>): boolean {
  let found = false
  visit(set, {
    Variable() {
      found = true
      return BREAK
    },
    FragmentSpread(spread) {
      if (visited.has(spread.name.value)) return undefined
      visited.add(spread.name.value)
      const fragment = request.operation.fragments.get(spread.name.value)
      found ||= fragment?.kind === Kind.FRAGMENT_DEFINITION && mentionsVariable(request, fragment.selectionSet, visited)
      return found ? BREAK : undefined
    },
  })
  return found
}
