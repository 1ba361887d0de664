/** What a GraphQL schema can be asked at its roots, and how one would begin to. */
interface TypeRef {
  kind: string
  name: string | null
  ofType: TypeRef | null
}

interface Root {
  name: string
  args: { name: string; type: TypeRef }[]
  type: TypeRef
}

export interface Schema {
  queryType: { fields: Root[] }
  mutationType: { fields: Root[] } | null
}

export interface RootLine {
  kind: "query" | "mutation"
  name: string
  signature: string
  /** a document that asks it, to be finished */
  example: string
}

const typeRef = `kind name ${"ofType { kind name ".repeat(4)}${"}".repeat(4)}`
const root = `fields { name args { name type { ${typeRef} } } type { ${typeRef} } }`

export const rootsQuery = `{ __schema { queryType { ${root} } mutationType { ${root} } } }`

export function linesOf({ queryType, mutationType }: Schema): RootLine[] {
  return [
    ...queryType.fields.map((field) => lineOf("query", field)),
    ...(mutationType?.fields ?? []).map((field) => lineOf("mutation", field)),
  ].toSorted((a, b) => a.name.localeCompare(b.name))
}

function lineOf(kind: RootLine["kind"], { name, args, type }: Root): RootLine {
  const needed = args.filter((each) => each.type.kind === "NON_NULL")
  const declared = needed.map((each) => `$${each.name}: ${nameOf(each.type)}`).join(", ")
  const given = needed.map((each) => `${each.name}: $${each.name}`).join(", ")
  const head = `${kind}${declared && ` (${declared})`}`
  const call = `${name}${given && `(${given})`}${selectionOf(type)}`
  return {
    kind,
    name,
    signature: `${name}(${args.map((each) => `${each.name}: ${nameOf(each.type)}`).join(", ")}): ${nameOf(type)}`,
    example: `${head} {\n  ${call}\n}`,
  }
}

function nameOf({ kind, name, ofType }: TypeRef): string {
  if (kind === "NON_NULL") return `${nameOf(ofType!)}!`
  if (kind === "LIST") return `[${nameOf(ofType!)}]`
  return name ?? ""
}

/** Of lists with edges, the ids; of other objects, what they are; of plain values nothing. */
function selectionOf(type: TypeRef): string {
  if (type.ofType) return selectionOf(type.ofType)
  if (type.kind !== "OBJECT") return ""
  return type.name?.endsWith("Connection") ? " {\n    edges { node { id } }\n  }" : " { __typename }"
}
