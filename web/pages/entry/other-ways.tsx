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
  /** in a window of its own, so that this page stays */
  isBeside?: boolean
}

export function OtherWays({ ways, invitation, isBeside = false }: OtherWaysProps) {
  const [failure, setFailure] = useState<ApiError | null>(null)
  const { entry } = t()
  if (!ways.google && !ways.microsoft && ways.sso.length === 0) return null
  const wishes = new URLSearchParams()
  if (ways.workspace) wishes.set("workspaceId", ways.workspace.id)
  if (invitation?.token) wishes.set("inviteToken", invitation.token)
  else if (invitation) wishes.set("workspaceInviteHash", invitation.hash)
  const leaveFor = (provider: string) => openWay(isBeside)(`/auth/${provider}?${wishes}`)
  const leaveForSso = async (id: string) => {
    // Browsers open windows for a press alone, and this is still one.
    const open = openWay(isBeside)
    const { data, error } = await ssoAddress(id, invitation?.hash)
    setFailure(error)
    open(data && /^https?:/.test(data) ? data : null)
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

/** @returns what goes there, or nowhere after all */
function openWay(isBeside: boolean): (address: string | null) => void {
  const beside = isBeside ? window.open("about:blank") : null
  // Whoever the address belongs to has no business with this page.
  if (beside) beside.opener = null
  return (address) => {
    if (address === null) beside?.close()
    else (beside ?? window).location.assign(address)
  }
}
