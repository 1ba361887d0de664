import { layOut } from "./layout.ts"

export function verifyEmail(url: string) {
  return layOut({
    subject: "Confirm your e-mail address",
    lines: ["Welcome to Kith. Please confirm that this address is yours."],
    action: { label: "Confirm the address", url },
    footnotes: ["The link works once, for an hour.", "If you did not sign up, there is nothing to do."],
  })
}
