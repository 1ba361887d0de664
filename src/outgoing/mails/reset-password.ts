import { layOut } from "./layout.ts"

export function resetPassword(url: string) {
  return layOut({
    subject: "Set a new password",
    lines: ["Somebody asked for a new password for your account in Kith."],
    action: { label: "Set a new password", url },
    footnotes: [
      "The link works once, for five minutes. A new password signs you out everywhere.",
      "If it was not you, there is nothing to do: your password stays as it is.",
    ],
  })
}
