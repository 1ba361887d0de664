/** GraphQL text → the operation to run, with its fragments. What was read once is kept. */
import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from "graphql"
import { AppError } from "../../errors.ts"
import { limits } from "../../limits.ts"

export interface Operation {
  document: DocumentNode
  definition: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

const maxKept = 1000
/** Of texts, the operation by its name, or by "" where no name is needed. */
const kept = new Map<string, Map<string, Operation>>()

/** Throws GraphQLError for a syntax error and BAD_USER_INPUT when it is not clear which operation is meant. */
export function readOperation(text: string, operationName: string | null | undefined): Operation {
  const known = kept.get(text)?.get(operationName || "")
  if (known) return known
  const operation = chosen(parse(text, { maxTokens: limits.tokens }), operationName)
  if (kept.size >= maxKept) kept.clear()
  const operations = kept.get(text) ?? new Map<string, Operation>()
  kept.set(text, operations.set(operationName || "", operation))
  return operation
}

function chosen(document: DocumentNode, operationName: string | null | undefined): Operation {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION)
  const definition = operationName ? operations.find((each) => each.name?.value === operationName) : operations[0]
  if (!definition) {
    throw new AppError(
      "BAD_USER_INPUT",
      operationName ? `Unknown operation named "${operationName}".` : "Must provide an operation.",
    )
  }
  if (!operationName && operations.length > 1) {
    throw new AppError("BAD_USER_INPUT", "Must provide operation name if query contains multiple operations.")
  }
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
  return { document, definition, fragments: new Map(fragments.map((each) => [each.name.value, each])) }
}
