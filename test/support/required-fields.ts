import type { Member } from "./app.ts"

interface Objects {
  objects: { edges: { node: { id: string; nameSingular: string; fieldsList: { id: string; name: string }[] } }[] }
}

/** Fields of an object: name → id. */
export async function fieldIds(member: Member, object: string): Promise<Record<string, string>> {
  const { data } = await member.metadata<Objects>(
    "{ objects(paging: { first: 1000 }) { edges { node { id nameSingular fieldsList { id name } } } } }",
  )
  const { node } = data.objects.edges.find((each) => each.node.nameSingular === object)!
  return { ...Object.fromEntries(node.fieldsList.map(({ name, id }) => [name, id])), "": node.id }
}

/** Options of a select ask for fields. @param rules value of an option → names of fields */
export async function requireFields(
  member: Member,
  object: string,
  select: string,
  rules: Record<string, readonly string[]>,
): Promise<void> {
  const ids = await fieldIds(member, object)
  const requiredFields = Object.fromEntries(
    Object.entries(rules).map(([value, names]) => [value, names.map((name) => ids[name])]),
  )
  const { errors } = await member.metadata(
    `mutation ($id: UUID!, $update: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $update }) { id } }`,
    { id: ids[select], update: { settings: { requiredFields } } },
  )
  if (errors) throw new Error(JSON.stringify(errors))
}

/** A text of its own, such as a reason. */
export async function createText(member: Member, object: string, name: string, label: string): Promise<void> {
  const { "": objectMetadataId } = await fieldIds(member, object)
  const { errors } = await member.metadata(
    `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }`,
    { field: { objectMetadataId, type: "TEXT", name, label } },
  )
  if (errors) throw new Error(JSON.stringify(errors))
}
