import { sentences } from "../../../i18n/settings/index.ts"
import { workspace } from "../../../shell/workspace.ts"
import { ask } from "../../../api/graphql.ts"
import { PictureSection } from "../picture.tsx"
import { saveMember } from "../save-member.ts"

export function PhotoSection() {
  const { picture } = sentences()
  const { id, name } = workspace.value!.member
  const upload = async (file: File) => {
    const { data, error } = await ask<{ uploadWorkspaceMemberProfilePicture: { url: string } }>("/metadata", {
      query: `mutation ($file: Upload!) { uploadWorkspaceMemberProfilePicture(file: $file) { url } }`,
      file,
    })
    return error ?? saveMember({ avatarUrl: data.uploadWorkspaceMemberProfilePicture.url })
  }
  return (
    <PictureSection
      title={picture.photo}
      text={picture.photoText}
      id={id}
      name={name}
      isPerson
      onUpload={upload}
      onRemove={() => saveMember({ avatarUrl: null })}
    />
  )
}
