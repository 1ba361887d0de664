/** The link that lets in whoever has it. */
import { sentences } from "../../../i18n/settings/index.ts"
import { workspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Section } from "../../../ui/section.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { changeOrSay } from "../answered.ts"

export interface InviteLink {
  inviteHash: string | null
  isPublicInviteLinkEnabled: boolean
}

export function LinkSection({ link, onChanged }: { link: InviteLink; onChanged(): Promise<void> }) {
  const { invitations } = sentences()
  const mayChange = workspace.value!.permissions.has("WORKSPACE")
  const address = `${location.origin}/invite/${link.inviteHash ?? ""}`
  const update = async (data: Record<string, unknown>, done?: string) => {
    const mutation = `mutation ($data: UpdateWorkspaceInput!) { updateWorkspace(data: $data) { id } }`
    if (await changeOrSay(mutation, { data }, done)) await onChanged()
  }
  return (
    <Section title={invitations.link} text={invitations.linkText}>
      <Switch
        label={invitations.linkOn}
        isOn={link.isPublicInviteLinkEnabled}
        disabled={!mayChange}
        onChange={(isPublicInviteLinkEnabled) => void update({ isPublicInviteLinkEnabled })}
      />
      {link.isPublicInviteLinkEnabled && (
        <div class="copied">
          <Field label={invitations.address} readOnly value={address} onValue={() => {}} />
          <CopyButton text={address} />
          {mayChange && (
            <Button onClick={() => void update({ inviteHash: newHash() }, invitations.rotated)}>
              {invitations.rotate}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

/** Nobody can guess 144 bits. */
function newHash(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
}
