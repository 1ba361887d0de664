/** What is scrolled and filtered: a custom object with 20 fields of several types, filled in SQL. */
import type { Member } from "../../support/app.ts"
import type { WebClient } from "../../support/web-client.ts"

const values: Record<string, string> = {
  NUMBER: "i",
  TEXT: "'Some text ' || i",
  BOOLEAN: "i % 2 = 0",
  DATE: "date '2026-01-01' + (i % 365)",
  SELECT: "(array['RED','GREEN','BLUE'])[1 + i % 3]",
}

const options = ["RED", "GREEN", "BLUE"].map((value, position) => ({
  value,
  label: value,
  color: value.toLowerCase(),
  position,
}))

export async function fillRockets({ app }: WebClient, ada: Member, rows: number): Promise<void> {
  const { data } = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
  )
  const kinds = Object.keys(values)
  const fields = Array.from({ length: 19 }, (_, i) => ({ name: `field${i}`, type: kinds[i % kinds.length]! }))
  for (const { name, type } of fields) {
    const field = {
      objectMetadataId: data.createOneObject.id,
      type,
      name,
      label: name,
      ...(type === "SELECT" && { options }),
    }
    await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
      input: { field },
    })
  }
  const { schemaName } = await app.services.schemas.get(ada.workspaceId)
  const types = await app.services.db.query(
    "select column_name, udt_schema, udt_name from information_schema.columns where table_schema = $1 and table_name = '_rocket'",
    [schemaName],
  )
  const typed = fields.map(({ name, type }) => {
    const column = types.find((each) => each.column_name === name)!
    return `(${values[type]})::text::"${String(column.udt_schema)}"."${String(column.udt_name)}"`
  })
  const columns = fields.map(({ name }) => `"${name}"`).join(", ")
  await app.services.db.script(
    `insert into "${schemaName}"."_rocket" (name, position, ${columns})
      select 'Rocket ' || i, i, ${typed.join(", ")} from generate_series(0, ${rows - 1}) i; analyze "${schemaName}"."_rocket"`,
  )
}
