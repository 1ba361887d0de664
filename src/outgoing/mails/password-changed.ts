import { layOut } from "./layout.ts"

/** To the owner of the account, in case it was somebody else who knew the former password. */
export function passwordChanged(url: string) {
  return layOut({
    subject: "Your password was changed",
    lines: ["Somebody who knew the password of your account in Kith has set another one."],
    action: { label: "It was not me: set a new password", url },
    footnotes: [
      "A password that is set by a mailed link signs everybody out.",
      "If it was you, there is nothing to do.",
    ],
  })
}
