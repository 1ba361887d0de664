/** Fields and options that a file asks for and the object has not got. */
import { ask } from "../../api/graphql.ts"
import { nameFromLabel, valueFromLabel } from "../../model/label-names.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { optionColors } from "../../ui/hue.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { guessType } from "./guess-type.ts"

/** @returns the name of the new field, which the table shows as its last column; or what went wrong */
export async function createField(
  object: ObjectModel,
  label: string,
  values: readonly string[],
): Promise<{ name: string } | { problem: string }> {
  const type = guessType(values)
  const name = freeName(object, label)
  const labels = [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))]
  const field = {
    objectMetadataId: object.id,
    type,
    label,
    name,
    ...(type === "SELECT" && { options: withOptions([], labels) }),
  }
  const { data, error } = await ask<{ createOneField: { id: string } }>("/metadata", {
    query: `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }`,
    variables: { field },
  })
  if (error) return { problem: sentenceOf(error) }
  await showInTable(object, data.createOneField.id)
  return { name }
}

/** Whoever may not change the view finds the field among those that are hidden. */
async function showInTable({ views }: ObjectModel, fieldMetadataId: string): Promise<void> {
  const view = views.find(({ key }) => key === "INDEX")
  if (!view) return
  await ask("/metadata", {
    query: `mutation ($input: CreateViewFieldInput!) { createViewField(input: $input) { id } }`,
    variables: {
      input: { viewId: view.id, fieldMetadataId, isVisible: true, size: 150, position: view.columns.length + 1 },
    },
  })
}

function freeName(object: ObjectModel, label: string): string {
  const name = nameFromLabel(label) || "column"
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}${n}`
    if (!object.byName.has(tried)) return tried
  }
}

/** @returns what went wrong; undefined when they are there */
export async function createOptions(
  { id, options }: FieldModel,
  labels: readonly string[],
): Promise<string | undefined> {
  const { error } = await ask("/metadata", {
    query: `mutation ($id: UUID!, $update: UpdateFieldInput!) {
      updateOneField(input: { id: $id, update: $update }) { id }
    }`,
    variables: { id, update: { options: withOptions(options, labels) } },
  })
  return error ? sentenceOf(error) : undefined
}

type Options = readonly Omit<FieldModel["options"][number], "id">[]

function withOptions(before: Options, labels: readonly string[]): Options {
  return labels.reduce<Options>((options, label) => {
    const named = valueFromLabel(label) || "OPTION"
    const taken = new Set(options.map(({ value }) => value))
    let value = named
    for (let n = 2; taken.has(value); n++) value = `${named}_${n}`
    const color = optionColors[options.length % optionColors.length]!
    return [...options, { label, value, color, position: options.length }]
  }, before)
}
