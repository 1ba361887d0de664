/** `__schema` and `__type`: graphql-js answers them from the schema value, which is only built when somebody asks. */
import { executeSync, Kind, type DocumentNode } from "graphql"
import type { WorkspaceSchema } from "../../metadata/schema.ts"
import type { AskedField, Request } from "./collect.ts"
import { graphqlSchemaOf } from "./schema.ts"

export function introspect(schema: WorkspaceSchema, request: Request, asked: AskedField): string {
  const { operation } = request
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation.definition,
        selectionSet: { kind: Kind.SELECTION_SET, selections: asked.nodes },
        directives: [],
      },
      ...operation.fragments.values(),
    ],
  }
  const result = executeSync({
    schema: graphqlSchemaOf(schema),
    document,
    variableValues: request.variables as Record<string, unknown>,
  })
  if (result.errors?.[0]) throw result.errors[0]
  return JSON.stringify(result.data?.[asked.key] ?? null)
}
