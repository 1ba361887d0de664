import type { MailData } from "../../accounts/mails.ts"
import { layOut } from "./layout.ts"

export function validateDomain({ workspace, inviter, domain }: MailData["validate-domain"], url: string) {
  return layOut({
    subject: `Approve ${domain} for ${workspace}`,
    lines: [
      `${inviter} wants everybody with an address of ${domain} to be able to join ${workspace}, on Kith, without an invitation.`,
    ],
    action: { label: `Approve ${domain}`, url },
    footnotes: [
      "The link works for an admin of the workspace, once, for a week.",
      "If you do not know the sender, ignore this mail.",
    ],
  })
}
