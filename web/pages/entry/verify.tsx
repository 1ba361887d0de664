/** Where single sign-on ends: with a login token in the address, which goes from there at once. */
import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import type { ApiError } from "../../api/send.ts"
import { t } from "../../i18n/messages.ts"
import { Card } from "./card.tsx"
import { enterWorkspace } from "../../api/way-in.ts"

export default function Verify() {
  const { route, query } = useLocation()
  const [failure, setFailure] = useState<ApiError | null>(null)
  useEffect(() => {
    history.replaceState(null, "", "/verify")
    void enterWorkspace(query.loginToken ?? "", route).then(setFailure)
  }, [])
  const { entry } = t()
  if (!failure) return <Card title={entry.entering} />
  return (
    <Card title={entry.enterFailed} text={entry.enterFailedText}>
      <a class="button primary wide" href="/sign-in">
        {entry.toSignIn}
      </a>
    </Card>
  )
}
