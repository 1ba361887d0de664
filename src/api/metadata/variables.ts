/**
 * Clients declare variables with the type of another release (`$id: String!` for a UUID) and expect it to work. Each
 * variable gets the type of the place where it is used; ordinary validation follows.
 */
import {
  Kind,
  parseType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type TypeNode,
} from "graphql"

export function retypeVariables(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = usedTypes(schema, document)
  return visit(document, {
    VariableDefinition(node) {
      const type = types.get(node.variable.name.value)
      if (!type) return undefined
      // A variable with a default may be left out, whatever the place wants.
      const isOptional = node.defaultValue !== undefined && type.kind === Kind.NON_NULL_TYPE
      return { ...node, type: isOptional ? type.type : type }
    },
  })
}

function usedTypes(schema: GraphQLSchema, document: DocumentNode): Map<string, TypeNode> {
  const types = new Map<string, TypeNode>()
  const info = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(info, {
      // What it is declared as is no place where it is used.
      VariableDefinition: () => false,
      Variable(node) {
        const type = info.getInputType()
        const known = types.get(node.name.value)
        // What fits where there must be a value fits everywhere.
        if (type && known?.kind !== Kind.NON_NULL_TYPE) types.set(node.name.value, parseType(String(type)))
      },
    }),
  )
  return types
}
