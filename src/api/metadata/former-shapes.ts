/** What older clients write that no schema can express, put into the words of this one before it is validated. */
import { Kind, type DocumentNode, type FieldNode, type SelectionNode } from "graphql"

/** What gave a Boolean or a text once: without a selection it is another field under the same name. */
export function mendFormerShapes(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition
      const selections = definition.selectionSet.selections.map(mend)
      return { ...definition, selectionSet: { ...definition.selectionSet, selections } }
    }),
  }
}

function mend(selection: SelectionNode): SelectionNode {
  return selection.kind === Kind.FIELD && !selection.selectionSet && onceBare.has(selection.name.value)
    ? renamed(selection, `${selection.name.value}WithoutSelection`)
    : selection
}

const onceBare = new Set(["deleteWebhook", "uploadFile", "uploadImage"])

function renamed(field: FieldNode, name: string): FieldNode {
  return { ...field, alias: field.alias ?? field.name, name: { kind: Kind.NAME, value: name } }
}
