import type { Services } from "./services.ts"

/** Where the web client takes an invitation. */
export function invitationUrl(
  { config }: Services,
  { inviteHash, token, email }: { inviteHash: string; token: string; email: string },
): string {
  return `${config.publicUrl}/invite/${inviteHash}?inviteToken=${token}&email=${encodeURIComponent(email)}`
}
