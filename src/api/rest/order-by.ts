/** `createdAt[DescNullsLast],name.firstName` → orders as the record engine reads them. */
import { badInput } from "../../errors.ts"
import { directions, type Order } from "../../records/query.ts"
import { nested } from "./nested.ts"

export function parseOrder(text: string): Order[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map(parseItem)
}

function parseItem(item: string): Order {
  const [, path, direction = "AscNullsFirst"] = /^([\w.]+)(?:\[([^[\]]*)\])?$/.exec(item) ?? []
  if (path === undefined) throw badInput(`'order_by' invalid for '${item}'. eg: createdAt[DescNullsLast]`)
  if (directions.some((each) => each === direction)) return nested(path.split("."), direction)
  const allowed = directions.map((each) => `'${each}'`).join(", ")
  throw badInput(`'order_by' direction '${direction}' invalid. Allowed values are ${allowed}`)
}
