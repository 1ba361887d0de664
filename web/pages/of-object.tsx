/** What pages of an object begin with. */
import type { ComponentChildren } from "preact"
import { useRoute } from "preact-iso"
import type { ObjectModel } from "../model/workspace-model.ts"
import { Forbidden, NotFound } from "../shell/problems.tsx"
import { workspace } from "../shell/workspace.ts"

/** With the object that the address names; another page where there is none, or none for this role. */
export function OfObject({ children }: { children: (object: ObjectModel) => ComponentChildren }) {
  const plural = useRoute().params.plural ?? ""
  const { byPlural, hiddenPlurals } = workspace.value!
  const object = byPlural.get(plural)
  if (object) return <>{children(object)}</>
  const hidden = hiddenPlurals.get(plural)
  return hidden ? <Forbidden what={hidden} /> : <NotFound />
}
