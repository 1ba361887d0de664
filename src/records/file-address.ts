/** Addresses of files, made in the statement that reads what names them. */
import { filePlace } from "../auth/file-urls.ts"
import { hasSlots, literal, render, Slot, sql, type Sql, type Statement } from "../db/sql.ts"
import type { Workspace } from "./workspace.ts"

/**
 * The address of a file for the principal and the hour. It must not become part of a kept plan, which principals of one
 * role share; so it is a slot, and a read without addresses pays nothing for it.
 */
const addressTemplate = new Slot("file address")

/** The statement of the workspace's principal, as it is sent. */
export async function renderFor(workspace: Workspace, fragment: Sql): Promise<Statement> {
  if (!hasSlots(fragment)) return render(fragment)
  return renderWith(fragment, await addressFor(workspace))
}

export const renderWith = (fragment: Sql, address: string | null): Statement =>
  render(fragment, new Map([[addressTemplate, address]]))

/** What stands in the statements of the workspace's principal in place of the slots. */
export async function addressFor({ fileUrls, principal }: Workspace): Promise<string | null> {
  return (await fileUrls?.template(principal)) ?? null
}

/** Their places among the parameters. */
export function addressPlaces({ params }: Sql): number[] {
  return params.flatMap((param, place) => (param === addressTemplate ? [place] : []))
}

/** Null for the platform, which fetches none. @param path as addresses spell it: `files-field/<id>` */
export function fileAddress(path: Sql): Sql {
  return sql`replace(${addressTemplate}::text, ${literal(filePlace)}, ${path})`
}
