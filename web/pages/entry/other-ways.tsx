/** Signing in elsewhere: what the workspace allows, and nothing else. */
import { useState } from "preact/hooks"
import { ssoAddress, type WaysIn } from "../../api/accounts.ts"
import { t } from "../../i18n/messages.ts"
import { Button } from "../../ui/button.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import type { ApiError } from "../../api/send.ts"

interface OtherWaysProps {
  ways: WaysIn
  /** what an invitation brings along */
  invitation?: { hash: string; token: string | null }
}

export function OtherWays({ ways, invitation }: OtherWaysProps) {
  const [failure, setFailure] = useState<ApiError | null>(null)
  const { entry } = t()
  if (!ways.google && !ways.microsoft && ways.sso.length === 0) return null
  const wishes = new URLSearchParams()
  if (ways.workspace) wishes.set("workspaceId", ways.workspace.id)
  if (invitation?.token) wishes.set("inviteToken", invitation.token)
  else if (invitation) wishes.set("workspaceInviteHash", invitation.hash)
  const leaveFor = (provider: string) => location.assign(`/auth/${provider}?${wishes}`)
  const leaveForSso = async (id: string) => {
    const { data, error } = await ssoAddress(id, invitation?.hash)
    setFailure(error)
    if (data && /^https?:/.test(data)) location.assign(data)
  }
  return (
    <>
      <div class="stack">
        {ways.google && (
          <Button wide onClick={() => leaveFor("google")}>
            {entry.google}
          </Button>
        )}
        {ways.microsoft && (
          <Button wide onClick={() => leaveFor("microsoft")}>
            {entry.microsoft}
          </Button>
        )}
        {ways.sso.map(({ id, name }) => (
          <Button key={id} wide onClick={() => void leaveForSso(id)}>
            {entry.sso(name)}
          </Button>
        ))}
        {failure && (
          <p class="error" role="alert">
            {sentenceOf(failure)}
          </p>
        )}
      </div>
      {ways.password && <p class="divider">{entry.or}</p>}
    </>
  )
}
