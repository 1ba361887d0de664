import { ask } from "../../../api/graphql.ts"
import type { Question } from "../../../api/send.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { reloadWorkspace, workspace } from "../../../shell/workspace.ts"
import { PictureSection } from "../picture.tsx"

export function LogoSection() {
  const { picture } = sentences()
  const { id, name } = workspace.value!.workspace
  const change = async (question: Question) => {
    const { error } = await ask("/metadata", question)
    if (!error) await reloadWorkspace()
    return error
  }
  return (
    <PictureSection
      title={picture.logo}
      text={picture.logoText}
      id={id}
      name={name || t().entry.unnamed}
      onUpload={(file) =>
        change({ query: `mutation ($file: Upload!) { uploadWorkspaceLogo(file: $file) { id } }`, file })
      }
      onRemove={() => change({ query: `mutation { updateWorkspace(data: { logo: null }) { id } }` })}
    />
  )
}
