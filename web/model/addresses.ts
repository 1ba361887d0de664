/** Where things are in the client. */
import type { ObjectModel } from "./workspace-model.ts"

export const tableAddress = ({ namePlural }: Pick<ObjectModel, "namePlural">) => `/objects/${namePlural}`

export const viewAddress = (object: Pick<ObjectModel, "namePlural">, id: string) => `${tableAddress(object)}?view=${id}`

export const recordAddress = ({ nameSingular }: Pick<ObjectModel, "nameSingular">, id: string) =>
  `/object/${nameSingular}/${id}`
