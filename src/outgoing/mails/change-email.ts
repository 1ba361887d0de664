import type { MailData } from "../../accounts/mails.ts"
import { layOut } from "./layout.ts"

export function changeEmail({ formerEmail }: MailData["change-email"], url: string) {
  return layOut({
    subject: "Confirm your new e-mail address",
    lines: [
      `Somebody who is signed in to Kith as ${formerEmail} wants this address to take the place of that one.`,
      "Until it is confirmed, the account keeps its former address.",
    ],
    action: { label: "This is my account: use the new address", url },
    footnotes: ["The link works once, for an hour.", "If it was not you, leave it: nothing changes."],
  })
}

/** To the address that is about to be replaced, which cannot be asked: its owner may no longer read it. */
export function changeEmailNotice({ newEmail }: MailData["change-email-notice"], url: string) {
  return layOut({
    subject: "Your e-mail address is about to change",
    lines: [`Somebody who is signed in to your account in Kith wants ${newEmail} to take the place of this address.`],
    action: { label: "Open Kith", url },
    footnotes: [
      "It changes once the new address is confirmed.",
      "If it was not you, set a new password at once by “Forgot password”: that signs everybody out, and the change is off.",
    ],
  })
}
