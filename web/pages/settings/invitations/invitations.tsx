/** P-74: the ways into the workspace for those who are not in it yet. */
import { sentences } from "../../../i18n/settings/index.ts"
import { workspace } from "../../../shell/workspace.ts"
import { useAnswer } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { roleNames, type RoleName } from "../roles-query.ts"
import { DomainsSection } from "./domains.tsx"
import { InviteSection, PendingSection, type Invitation } from "./by-mail.tsx"
import { LinkSection, type InviteLink } from "./link.tsx"

interface Invitations {
  findWorkspaceInvitations: Invitation[]
  currentWorkspace: InviteLink & { defaultRole: { id: string } | null }
  getRoles: RoleName[]
}

const query = `{
  findWorkspaceInvitations { id email roleId expiresAt }
  currentWorkspace { inviteHash isPublicInviteLinkEnabled defaultRole { id } }
  ${roleNames}
}`

export default function InvitationsPage() {
  const answer = useAnswer<Invitations>(query)
  return (
    <SettingsPage title={sentences().pages.invitations.title}>
      <Loaded of={answer}>
        {({ findWorkspaceInvitations, currentWorkspace, getRoles }) => (
          <>
            <InviteSection
              roles={getRoles}
              defaultRoleId={currentWorkspace.defaultRole?.id ?? ""}
              onSent={answer.reload}
            />
            <PendingSection invitations={findWorkspaceInvitations} roles={getRoles} onChanged={answer.reload} />
            <LinkSection link={currentWorkspace} onChanged={answer.reload} />
            {workspace.value!.permissions.has("SECURITY") && <DomainsSection />}
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}
