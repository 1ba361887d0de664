/** A custom object with a field of every type that people edit, and records that it can be linked to. */
import type { Member } from "./app.ts"
import { readModel } from "./roles.ts"

const option = (label: string, position: number, color: string) => ({
  value: label.toUpperCase(),
  label,
  color,
  position,
})
const options = [option("Red", 0, "red"), option("Green", 1, "green"), option("Blue", 2, "blue")]

/** Name → type and what else the field is made with. Labels are the names with a capital. */
const fields: Record<string, { type: string; [key: string]: unknown }> = {
  line: { type: "TEXT" },
  lines: { type: "TEXT", settings: { displayedMaxRows: 4 } },
  person: { type: "FULL_NAME" },
  number: { type: "NUMBER", settings: { dataType: "float", decimals: 2 } },
  share: { type: "NUMBER", settings: { type: "percentage" } },
  rating: { type: "RATING" },
  flag: { type: "BOOLEAN" },
  day: { type: "DATE" },
  moment: { type: "DATE_TIME" },
  choice: { type: "SELECT", options },
  choices: { type: "MULTI_SELECT", options },
  money: { type: "CURRENCY" },
  mails: { type: "EMAILS" },
  mail: { type: "EMAILS", settings: { maxNumberOfValues: 1 } },
  calls: { type: "PHONES" },
  sites: { type: "LINKS" },
  place: { type: "ADDRESS" },
  words: { type: "ARRAY" },
  data: { type: "RAW_JSON" },
  body: { type: "RICH_TEXT" },
  files: { type: "FILES", settings: { maxNumberOfValues: 3 } },
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** Makes the object Gadget. @returns its id */
export async function createGadgets(admin: Member): Promise<string> {
  const { data } = await admin.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: {
      nameSingular: "gadget", namePlural: "gadgets", labelSingular: "Gadget", labelPlural: "Gadgets", icon: "IconBox"
    } }) { id } }`,
  )
  const { id } = data.createOneObject
  const model = await readModel(admin)
  const to = (object: string, type: string, targetFieldLabel: string) => ({
    type,
    targetObjectMetadataId: model.objectId(object),
    targetFieldLabel,
    targetFieldIcon: "IconBox",
  })
  for (const [name, field] of Object.entries({
    ...fields,
    maker: { type: "RELATION", relationCreationPayload: to("company", "MANY_TO_ONE", "Gadgets") },
    fans: { type: "RELATION", relationCreationPayload: to("person", "ONE_TO_MANY", "Gadget") },
    shops: { type: "RELATION", relationCreationPayload: to("company", "MANY_TO_MANY", "Sold gadgets") },
    keeper: {
      type: "MORPH_RELATION",
      morphRelationsCreationPayload: [
        to("person", "MANY_TO_ONE", "Kept gadgets"),
        to("company", "MANY_TO_ONE", "Kept gadgets"),
      ],
    },
    owner: { type: "RELATION", relationCreationPayload: to("workspaceMember", "MANY_TO_ONE", "Owned gadgets") },
  })) {
    const { errors } = await admin.metadata(
      `mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`,
      { input: { field: { objectMetadataId: id, name, label: capital(name), icon: "IconBox", ...field } } },
    )
    if (errors) throw new Error(`${name}: ${errors[0]!.message}`)
  }
  await showAll(admin, id)
  return id
}

/** Not every field is in the view that an object begins with. */
async function showAll(admin: Member, objectId: string): Promise<void> {
  const { data } = await admin.metadata<{ getViews: View[]; object: { fieldsList: Field[] } }>(
    `query ($id: UUID!, $object: String!) {
      getViews(objectMetadataId: $object) { id viewFields { fieldMetadataId } }
      object(id: $id) { fieldsList { id name } }
    }`,
    { id: objectId, object: objectId },
  )
  const [view] = data.getViews
  const shown = new Set(view!.viewFields.map((each) => each.fieldMetadataId))
  for (const [i, field] of data.object.fieldsList.entries()) {
    if (shown.has(field.id) || !["body", "fans", "shops"].includes(field.name)) continue
    await admin.metadata(`mutation ($input: CreateViewFieldInput!) { createViewField(input: $input) { id } }`, {
      input: { viewId: view!.id, fieldMetadataId: field.id, isVisible: true, size: 150, position: 100 + i },
    })
  }
}

interface View {
  id: string
  viewFields: { fieldMetadataId: string }[]
}

interface Field {
  id: string
  name: string
}
