/** GraphQL text → the operation to run, with its fragments. Parsed documents are kept. */
import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from "graphql"
import { AppError } from "../../errors.ts"
import { limits } from "../../limits.ts"

export interface Operation {
  document: DocumentNode
  definition: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

const maxKept = 1000
const kept = new Map<string, DocumentNode>()

/** Throws GraphQLError for a syntax error and BAD_USER_INPUT when it is not clear which operation is meant. */
export function readOperation(text: string, operationName: string | null | undefined): Operation {
  const document = parsed(text)
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

function parsed(text: string): DocumentNode {
  const known = kept.get(text)
  if (known) return known
  const document = parse(text, { maxTokens: limits.tokens })
  if (kept.size >= maxKept) kept.clear()
  kept.set(text, document)
  return document
}
