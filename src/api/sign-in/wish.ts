import type { Wish } from "../../accounts/external-sign-in.ts"

/** What the query of a sign-in's first address asks for. What is too long is nothing that Kith ever gave out. */
export function readWish(request: Request): Wish {
  const { searchParams, origin } = new URL(request.url)
  const text = (name: string) => {
    const value = searchParams.get(name)
    return value && value.length <= 200 ? value : undefined
  }
  return {
    workspaceId: text("workspaceId"),
    workspaceInviteHash: text("workspaceInviteHash"),
    // Links of invitations call it `inviteToken`.
    workspacePersonalInviteToken: text("workspacePersonalInviteToken") ?? text("inviteToken"),
    locale: text("locale"),
    action: text("action"),
    origin,
  }
}
