/** The pictures of everybody in the workspace, in one request when the page is calm. */
import { useEffect } from "preact/hooks"
import { ask } from "../api/graphql.ts"
import { keepPictures } from "../store/pictures.ts"
import { useLater } from "../ui/part.ts"

/** Milliseconds; addresses hold for a day. */
const halfADay = 12 * 3_600_000

/** @param after milliseconds after which the page has what it needs first */
export function usePictures(after: number): void {
  useLater(loadPictures, after)
  useEffect(() => {
    const timer = setInterval(() => void loadPictures(), halfADay)
    return () => clearInterval(timer)
  }, [])
}

interface Pictures {
  currentWorkspace: { id: string; logo: string | null }
  currentUser: { workspaceMembers: { id: string; avatarUrl: string | null }[] }
}

async function loadPictures(): Promise<void> {
  const { data } = await ask<Pictures>("/metadata", {
    query: "{ currentWorkspace { id logo } currentUser { workspaceMembers { id avatarUrl } } }",
  })
  if (!data) return
  const { currentWorkspace, currentUser } = data
  keepPictures([
    { id: currentWorkspace.id, picture: currentWorkspace.logo },
    ...currentUser.workspaceMembers.map(({ id, avatarUrl }) => ({ id, picture: avatarUrl })),
  ])
}
