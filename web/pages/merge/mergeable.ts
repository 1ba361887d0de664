/** Which records can be made one, and where that is done. */
import type { ObjectModel } from "../../model/workspace-model.ts"

/** How many records the server makes one. */
export const least = 2
export const most = 9

/** Whoever merges changes one record and deletes the others for good. */
export const canMerge = ({ duplicateFields, can }: ObjectModel) =>
  duplicateFields.length > 0 && can.update && can.destroy

export const mergeAddress = ({ namePlural }: ObjectModel, ids: readonly string[]) =>
  `/objects/${namePlural}/merge?ids=${ids.join(",")}`
