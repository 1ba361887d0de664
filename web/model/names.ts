/** Names of the wire. */
import type { FieldModel, ObjectModel } from "./workspace-model.ts"

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** `Company` of `company`; its inputs and mutations are named after that. */
export const objectTypeName = ({ nameSingular }: Pick<ObjectModel, "nameSingular">) => capital(nameSingular)

/** `Companies`, in the names of what works on several. */
export const objectTypeNames = ({ namePlural }: Pick<ObjectModel, "namePlural">) => capital(namePlural)

/** `companyId` of `company`: the column in which a relation stands. */
export const joinName = ({ name }: Pick<FieldModel, "name">) => `${name}Id`

/** `target` of a company is `targetCompany`. */
export const morphName = ({ name }: Pick<FieldModel, "name">, target: Pick<ObjectModel, "nameSingular">) =>
  name + capital(target.nameSingular)

/** Under which name a field takes the id of a record of the target: `companyId`, or `targetCompanyId` of a morph relation. */
export const linkName = (field: Pick<FieldModel, "name" | "type">, target: Pick<ObjectModel, "nameSingular">) =>
  field.type === "MORPH_RELATION" ? `${morphName(field, target)}Id` : joinName(field)
