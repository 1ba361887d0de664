/** Makes the objects of a random model through the metadata API. */
import type { Member, TestApp } from "./app.ts"
import { addFileRow } from "./files.ts"
import type { ModelObject, ModelRelation } from "./oracle.ts"
import type { FieldPlan, ModelPlan } from "./random-model.ts"

export interface Model {
  me: Member
  main: ModelObject
  other: ModelObject
  objects: readonly ModelObject[]
}

/**
 * Main objects lead to a neighbour, to another main object, and by a morph relation to either; all three have another side.
 */
export async function createModel(app: TestApp, plan: ModelPlan): Promise<Model> {
  const me = await app.signUp()
  for (const field of [...plan.main, ...plan.other]) {
    for (const id of field.leaf?.files ?? []) await addFileRow(app, me, id)
  }
  const mainId = await createObject(me, "gadget")
  const otherId = await createObject(me, "widget")
  for (const field of plan.other) await createField(me, otherId, fieldInput(field))
  for (const field of plan.main) await createField(me, mainId, fieldInput(field))
  const to = (targetObjectMetadataId: string, targetFieldLabel: string) => ({
    type: "MANY_TO_ONE",
    targetObjectMetadataId,
    targetFieldLabel,
  })
  const relation = (name: string) => ({ type: "RELATION", name, label: name })
  await createField(me, mainId, { ...relation("holder"), relationCreationPayload: to(otherId, "held") })
  await createField(me, mainId, { ...relation("parent"), relationCreationPayload: to(mainId, "children") })
  const morph = [to(mainId, "pointers"), to(otherId, "pointers")]
  await createField(me, mainId, {
    type: "MORPH_RELATION",
    name: "aim",
    label: "Aim",
    morphRelationsCreationPayload: morph,
  })
  const one = (name: string, target: string): ModelRelation => ({ name, kind: "one", target, join: `${name}Id` })
  const many = (name: string, join: string): ModelRelation => ({ name, kind: "many", target: "gadget", join })
  const label = { name: "name", type: "TEXT", leaf: { kind: "text" } } as const
  const main: ModelObject = {
    singular: "gadget",
    plural: "gadgets",
    fields: [label, ...plan.main],
    relations: [
      one("holder", "widget"),
      one("parent", "gadget"),
      one("aimGadget", "gadget"),
      one("aimWidget", "widget"),
      many("children", "parentId"),
      many("pointers", "aimGadgetId"),
    ],
  }
  const other: ModelObject = {
    singular: "widget",
    plural: "widgets",
    fields: [label, ...plan.other],
    relations: [many("held", "holderId"), many("pointers", "aimWidgetId")],
  }
  return { me, main, other, objects: [main, other] }
}

async function createObject(me: Member, name: string): Promise<string> {
  const object = { nameSingular: name, namePlural: `${name}s`, labelSingular: name, labelPlural: `${name}s` }
  const query = `mutation ($input: CreateOneObjectInput!) { createOneObject(input: $input) { id } }`
  const { createOneObject } = await change<{ createOneObject: { id: string } }>(me, query, { object })
  return createOneObject.id
}

async function createField(me: Member, objectMetadataId: string, field: object): Promise<void> {
  const query = `mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`
  await change(me, query, { field: { objectMetadataId, ...field } })
}

function fieldInput({ name, type, dataType, options }: FieldPlan): object {
  const isFiles = type === "FILES"
  return {
    name,
    type,
    label: name,
    ...(dataType && { settings: { dataType } }),
    ...(isFiles && { settings: { maxNumberOfValues: 10 } }),
    ...(options && { options: options.map((value, position) => ({ value, label: value, color: "red", position })) }),
  }
}

async function change<T>(me: Member, query: string, input: object): Promise<T> {
  const { data, errors } = await me.metadata<T>(query, { input })
  if (errors) throw new Error(`${errors[0]!.message} ${JSON.stringify(errors[0]!.extensions)} ${JSON.stringify(input)}`)
  return data
}
