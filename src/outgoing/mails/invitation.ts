import type { MailData } from "../../accounts/mails.ts"
import { layOut } from "./layout.ts"

export function invitation({ workspace, inviter }: MailData["invitation"], url: string) {
  return layOut({
    subject: `${inviter} invites you to ${workspace}`,
    lines: [`${inviter} invites you to work together in ${workspace}, on Kith.`],
    action: { label: "Join the workspace", url },
    footnotes: ["The link is for you alone and works for 30 days. If you do not know the sender, ignore this mail."],
  })
}
