import { useState } from "preact/hooks"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { Select } from "../../../ui/select.tsx"
import { changeOrTell } from "../answered.ts"
import { nameOf, type Member } from "./member.ts"

interface RemoveMemberProps {
  member: Member
  members: readonly Member[]
  onRemoved(): Promise<void>
  onClose(): void
}

/** Asks who gets what the member owned. */
export function RemoveMember({ member, members, onRemoved, onClose }: RemoveMemberProps) {
  const sentence = sentences().members
  const [successorId, setSuccessorId] = useState("")
  const [problem, setProblem] = useState<string>()
  const name = nameOf(member)
  const others = members.filter((each) => each !== member)
  const remove = async () => {
    const said = await changeOrTell(
      `mutation ($id: String!, $successorId: UUID) {
        deleteUserFromWorkspace(workspaceMemberIdToDelete: $id, successorWorkspaceMemberId: $successorId) { id }
      }`,
      { id: member.id, successorId: successorId || null },
    )
    setProblem(said)
    if (said) return
    say({ kind: "success", text: sentence.removed(name) })
    onClose()
    await onRemoved()
  }
  return (
    <Dialog title={sentence.removeTitle(name)} isAlert onClose={onClose}>
      <div class="form">
        <p>{sentence.removeText}</p>
        <Select
          label={sentence.successor}
          value={successorId}
          choices={[
            { value: "", label: sentence.noSuccessor },
            ...others.map((each) => ({ value: each.id, label: nameOf(each) })),
          ]}
          onValue={setSuccessorId}
        />
        <p class="error" role="alert">
          {problem}
        </p>
      </div>
      <footer>
        <Button data-first onClick={onClose}>
          {t().app.cancel}
        </Button>
        <Button kind="danger" onClick={() => void remove()}>
          {t().app.remove}
        </Button>
      </footer>
    </Dialog>
  )
}
