/** The workspace that an address stands for, for whoever has not signed in yet. */
import { and, asc, eq, isNull, or } from "drizzle-orm"
import { core } from "../db/core.ts"
import { workspace } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import { isPicturePath } from "../records/pictures.ts"
import type { Services } from "./services.ts"
import type { WorkspaceRow } from "./sign-in.ts"

/**
 * By its own domain or the first label of its host; the public address stands for the only workspace there is.
 * Throws NOT_FOUND.
 */
export async function publicWorkspace(services: Services, origin: string | null | undefined): Promise<WorkspaceRow> {
  const host = origin && URL.canParse(origin) ? new URL(origin).hostname : ""
  const found = (await named(services, host)) ?? (await only(services, origin))
  if (found) return found
  throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
}

/** What anybody may see: the address of a stored logo is made anew, one elsewhere stays as it is. */
export async function shownLogo(
  { fileUrls }: Services,
  { id, logo }: Pick<WorkspaceRow, "id" | "logo">,
): Promise<string | null> {
  return logo && isPicturePath(logo) ? fileUrls.logoUrl(id, logo) : logo
}

async function named(services: Services, host: string): Promise<WorkspaceRow | undefined> {
  if (host === "") return undefined
  const [row] = await core(services.db)
    .select()
    .from(workspace)
    .where(
      and(
        or(eq(workspace.customDomain, host), eq(workspace.subdomain, host.split(".")[0]!)),
        isNull(workspace.deletedAt),
      ),
    )
    .orderBy(asc(workspace.createdAt))
    .limit(1)
  return row
}

async function only(services: Services, origin: string | null | undefined): Promise<WorkspaceRow | undefined> {
  const ours = new URL(services.config.publicUrl).origin
  if (origin && (!URL.canParse(origin) || new URL(origin).origin !== ours)) return undefined
  const rows = await core(services.db).select().from(workspace).where(isNull(workspace.deletedAt)).limit(2)
  return rows.length === 1 ? rows[0] : undefined
}
